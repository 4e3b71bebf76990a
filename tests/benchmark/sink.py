"""An SMTP server in a process of its own that accepts everything: `... sink PORT`."""

import logging
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

logging.getLogger("mail.log").setLevel(logging.WARNING)

if __name__ == "__main__":
    Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    while True:
        time.sleep(3600)
