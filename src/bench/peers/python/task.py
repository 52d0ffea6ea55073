"""What a Python contender needs: the task from its folder, and the loop that answers the benchmark (see Contender.java)."""

import sys
import time

import numpy as np


class Task:
    def __init__(self, folder):
        with open(folder + "/task.properties") as lines:
            settings = dict(line.strip().split("=", 1) for line in lines if not line.startswith("#"))
        self.sizes = [int(size) for size in settings["sizes"].split(",")]
        self.activation = settings["activation"]
        self.batch = int(settings["batch"])
        self.batches = int(settings["batches"])
        self.optimizer = settings["optimizer"]
        self.learning_rate = float(settings["learningRate"])
        self.precision = np.dtype(settings["precision"])
        self.threads = int(settings["threads"])
        n = self.batch * self.batches
        self.x = np.fromfile(folder + "/x.bin", "<f8").reshape(n, self.sizes[0]).astype(self.precision)
        self.labels = np.fromfile(folder + "/labels.bin", "<i4")
        # units x inputs
        self.weights = [
            np.fromfile(folder + "/w%d.bin" % k, "<f8").reshape(self.sizes[k + 1], self.sizes[k]).astype(self.precision)
            for k in range(len(self.sizes) - 1)
        ]


def serve(version, train):
    """train(epochs) gives the mean loss over the steps of the last epoch."""
    print("@ready " + version, flush=True)
    for line in sys.stdin:
        epochs = int(line.split()[1])
        started = time.perf_counter_ns()
        loss = train(epochs)
        print("@block %d %.17g" % (time.perf_counter_ns() - started, loss), flush=True)
