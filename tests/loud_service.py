"""The service, or one of its commands, with every logger at its loudest.

python -m tests.loud_service serve PORT
python -m tests.loud_service WORDS OF A COMMAND
"""

import logging
import sys

from service.__main__ import main
from service.serving import Server, Serving
from service.settings import Settings


class LoudServer(Server):
    def load_config(self) -> None:
        super().load_config()
        self.cfg.set("loglevel", "debug")


if __name__ == "__main__":
    logging.basicConfig(level=1)
    for name in logging.root.manager.loggerDict:  # SQLAlchemy's sets a level of its own
        logging.getLogger(name).setLevel(1)
    if sys.argv[1] == "serve":
        serving = Serving("127.0.0.1", int(sys.argv[2]), workers=2)
        LoudServer(Settings.from_environment(), serving).run()
    else:
        main(sys.argv[1:])
