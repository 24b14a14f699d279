"""Settings of gunicorn, which reads this file before it loads the application."""

import os

preload_app = True
workers = 2
if os.environ.get("WORKERS") == "gevent":
    # Before langroute is imported: a lock that was made earlier stops all of a worker's events.
    # gunicorn itself patches in the worker, which is too late for what was loaded before the fork.
    from gevent import monkey

    monkey.patch_all()
    worker_class = "gevent"
else:
    worker_class = "gthread"
    threads = 16
