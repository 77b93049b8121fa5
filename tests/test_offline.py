"""Nothing leaves the machine: building, asking and chatting with the network cut."""

import subprocess
import sys
from pathlib import Path

# An audit hook sees every socket of the process, whichever library opens it.
GUARD = """
import ipaddress, socket, sys

def guard(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
        if host not in (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"):
            stop(event, host)
    elif event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        if isinstance(address, tuple):
            if not ipaddress.ip_address(address[0]).is_loopback:
                stop(event, address)

def stop(event, where):
    import os
    sys.stderr.write(f"OUTSIDE: {event} {where}\\n")
    sys.stderr.flush()
    os._exit(99)

sys.addaudithook(guard)
"""

ASK = """
from qa import Assistant
from seeds import seed_files
with Assistant.open(sys.argv[1], create=True) as assistant:
    assistant.library.add(list(seed_files()), assistant.embedder)
    assert not assistant.ask("Why is preventing an arms race urgent?").abstained
"""

CHAT = """
import json, threading, time, urllib.request
from qa import Assistant
from ui.app import build_app
from ui.server import Server

server = Server(build_app(lambda report: Assistant.open(sys.argv[1])), "127.0.0.1", 0)
thread = threading.Thread(target=server.run)
thread.start()
for _ in range(300):
    try:
        with urllib.request.urlopen(server.url + "healthz") as health:
            if json.load(health)["status"] == "ready":
                break
    except OSError:
        pass
    time.sleep(0.2)
else:
    raise SystemExit("never ready")
urllib.request.urlopen(server.url).read()
server.stop()
thread.join()
"""

LEAK = """
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError:
    pass
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", GUARD + code, str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_building_and_asking_stay_on_the_machine(tmp_path: Path):
    result = run(ASK, tmp_path / "library")
    assert result.returncode == 0, result.stderr


def test_the_chat_page_stays_on_the_machine(seeds_folder: Path):
    result = run(CHAT, seeds_folder)
    assert result.returncode == 0, result.stderr


def test_a_connection_outside_would_be_seen(tmp_path: Path):
    assert run(LEAK, tmp_path).returncode == 99
