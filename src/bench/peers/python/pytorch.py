"""PyTorch as its tutorials write it: nn.Sequential, CrossEntropyLoss, torch.optim; slices of a tensor as minibatches."""

import sys

import torch

from task import Task, serve

task = Task(sys.argv[1])
torch.set_num_threads(task.threads)

layers = []
for k, weights in enumerate(task.weights):
    layer = torch.nn.Linear(weights.shape[1], weights.shape[0], dtype=torch.from_numpy(weights).dtype)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weights))
        layer.bias.zero_()
    layers.append(layer)
    if k + 1 < len(task.weights):
        layers.append(torch.nn.ReLU() if task.activation == "relu" else torch.nn.Tanh())
model = torch.nn.Sequential(*layers)
criterion = torch.nn.CrossEntropyLoss()
if task.optimizer == "adam":
    optimizer = torch.optim.Adam(model.parameters(), lr=task.learning_rate)
else:
    optimizer = torch.optim.SGD(model.parameters(), lr=task.learning_rate, momentum=0.9)
x = torch.from_numpy(task.x)
y = torch.from_numpy(task.labels).long()


def train(epochs):
    for _ in range(epochs):
        total = torch.zeros((), dtype=x.dtype)
        for i in range(0, len(x), task.batch):
            optimizer.zero_grad()
            loss = criterion(model(x[i : i + task.batch]), y[i : i + task.batch])
            loss.backward()
            optimizer.step()
            total += loss.detach()
    return total.item() / task.batches


serve("PyTorch " + torch.__version__, train)
