"""Relays frames between two TAP devices that it makes: relay.py SEED DEVICE DEVICE.

After a line "lossy" on standard input each frame comes 100 ms late, and one in twenty not at all. Any other
line ends this. The end of standard input ends the relay and removes the devices.
"""

import collections
import fcntl
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000
LONGEST_FRAME = 65536
DELAY = 0.1
LOSS = 0.05


def tap(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return device


def relay(chance, one, other):
    to = {one: other, other: one}
    waiting = collections.deque()
    lossy = False
    while True:
        patience = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for ready in select.select([one, other, sys.stdin], [], [], patience)[0]:
            if ready is sys.stdin:
                line = os.read(sys.stdin.fileno(), 100)
                if not line:
                    return
                lossy = line == b"lossy\n"
                continue
            frame = os.read(ready, LONGEST_FRAME)
            if not lossy or chance.random() >= LOSS:
                due = time.monotonic() + (DELAY if lossy else 0)
                # No frame overtakes another when the delay ends.
                waiting.append((max(due, waiting[-1][0]) if waiting else due, to[ready], frame))
        while waiting and waiting[0][0] <= time.monotonic():
            _, device, frame = waiting.popleft()
            try:
                os.write(device, frame)
            except OSError:
                pass  # The device is down, so the frame is lost.


devices = [tap(name) for name in sys.argv[2:]]
print("ready", flush=True)
relay(random.Random(int(sys.argv[1])), *devices)
