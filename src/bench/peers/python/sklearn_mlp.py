"""scikit-learn: MLPClassifier.partial_fit goes once through the data in minibatches."""

import sys

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from task import Task, serve

task = Task(sys.argv[1])
model = MLPClassifier(
    hidden_layer_sizes=task.sizes[1:-1],
    activation=task.activation,
    solver="adam" if task.optimizer == "adam" else "sgd",
    alpha=0,
    batch_size=task.batch,
    learning_rate_init=task.learning_rate,
    momentum=0.9,
    nesterovs_momentum=False,
    shuffle=False,
)
classes = np.arange(task.sizes[-1])
model.partial_fit(task.x, task.labels, classes=classes)
# That was a first epoch from its own weights: begin again from ours.
for k, weights in enumerate(task.weights):
    model.coefs_[k] = np.ascontiguousarray(weights.T)
    model.intercepts_[k] = np.zeros(weights.shape[0], task.precision)
parameters = model.coefs_ + model.intercepts_
if task.optimizer == "adam":
    model._optimizer = AdamOptimizer(parameters, task.learning_rate)
else:
    model._optimizer = SGDOptimizer(parameters, task.learning_rate, momentum=0.9, nesterov=False)


def train(epochs):
    for _ in range(epochs):
        model.partial_fit(task.x, task.labels)
    return model.loss_


serve("scikit-learn " + sklearn.__version__, train)
