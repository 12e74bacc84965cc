#!/usr/bin/env python3
"""The post's I/O-bound task: fetches a URL and prints the length of what came.

    ./regatta compare command --slots 16 -- python3 examples/post/download.py http://127.0.0.1:8000/{} ::: a b c d
"""
import sys
import urllib.request


def download(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return len(answer.read())


if __name__ == "__main__":
    print(download(sys.argv[1]))
