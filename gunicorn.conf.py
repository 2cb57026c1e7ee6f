"""Settings of the site's server; `gunicorn wego.wsgi` reads this file."""

import os

from wego import logs

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
accesslog = None  # wego.middleware writes a line for each request
logconfig_dict = logs.configure(plain=os.environ.get("DEBUG") == "1")
