"""Run a command with a real Elasticsearch beside it: OTMATCH_DIRECTORY names the node while the
command runs, and the node ends with it."""

import os
import signal
import subprocess
import sys

from . import start_node


def main(command: list[str]) -> int:
    """The command's exit code; 2 without a command."""
    if not command:
        print("usage: python -m tests.elasticsearch_node.with_node COMMAND...", file=sys.stderr)
        return 2
    print("Starting Elasticsearch (the first time it downloads 44 MB)...", file=sys.stderr)
    with start_node() as node:
        print(f"Elasticsearch on {node.url}", file=sys.stderr)
        environment = {**os.environ, "OTMATCH_DIRECTORY": node.url}
        running = subprocess.Popen(command, env=environment)
        # The command gets a Ctrl-C of the terminal itself; this process waits for its end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: running.terminate())
        return running.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
