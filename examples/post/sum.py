#!/usr/bin/env python3
"""The post's CPU-bound task: the sum of i * i for all i below N, in a plain loop.

    ./regatta compare command -- python3 examples/post/sum.py {} ::: 2000000 2000000
"""
import sys


def sum_of_squares(n):
    total = 0
    for i in range(n):
        total += i * i
    return total


if __name__ == "__main__":
    print(sum_of_squares(int(sys.argv[1])))
