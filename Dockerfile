# One image for both commands: `otmatch serve` (the default) and `otmatch-index`.

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY setup.cfg pyproject.toml README.md LICENSE ./
COPY indexer indexer
COPY service service
# Without pip in it: what runs installs nothing.
RUN python -m venv --without-pip /venv && python -m pip --python /venv install .

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
COPY --from=build /venv /venv
# The only folder that the user below may write to: a directory.db, rejects, geocodes.
WORKDIR /work
RUN chown 10001:10001 /work
# By number, so that a platform can see that it is not root.
USER 10001:10001
EXPOSE 8000
# http.client, because it heeds no proxy settings.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/api/v1/health/ready'); sys.exit(c.getresponse().status != 200)"]
# No shell in between: SIGTERM and SIGHUP reach the server.
CMD ["otmatch", "serve", "--host", "0.0.0.0"]
