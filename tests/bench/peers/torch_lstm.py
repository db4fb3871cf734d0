"""PyTorch's training step, for tests/bench/run. The mode is the first argument:

plain     nn.RNN, nn.LSTM or nn.GRU
recorded  an LSTM step by step that keeps every gate and the gradient of every h and c: what `unroll bench` does as a matter of course

Each line of standard input is a shape: CELL INPUT HIDDEN LENGTH BATCH SECONDS. The answer is a line with the median of the wall
clock and the mean CPU time of a step, in ms. A step: forward, mean squared error at the last step through Linear(H,1), backward
through time, Adam; float32, one thread, the same batch again and again.
"""
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

WARM_UP, LEAST_STEPS = 3, 5


class RecordedLstm(nn.Module):
    """One layer over (T,B,I) with everything that happened in it. Parameters are named and drawn as nn.LSTM's."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.layer = nn.LSTM(inputs, hidden)
        self.gates, self.states = [], []

    def forward(self, x):
        weight_ih, weight_hh, bias_ih, bias_hh = self.layer.parameters()
        hidden = weight_hh.shape[1]
        h = c = x.new_zeros(x.shape[1], hidden)
        self.gates, self.states = [], []
        # The input's share of all steps in one product: the quickest that PyTorch offers for a loop of one's own.
        for z in functional.linear(x, weight_ih, bias_ih + bias_hh).unbind(0):
            i, f, g, o = torch.addmm(z, h, weight_hh.t()).chunk(4, 1)
            i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
            c = f * c + i * g
            h = o * torch.tanh(c)
            h.retain_grad()
            c.retain_grad()
            self.gates.append((i, f, g, o))
            self.states.append((h, c))
        return h

    def record(self):
        """Gates, states and their gradients as arrays, which is what a picture is drawn from."""
        gates = torch.stack([torch.stack(step) for step in self.gates]).detach()
        states = torch.stack([torch.stack(step) for step in self.states]).detach()
        gradients = torch.stack([torch.stack([h.grad, c.grad]) for h, c in self.states])
        return gates, states, gradients


class Plain(nn.Module):
    def __init__(self, cell, inputs, hidden):
        super().__init__()
        self.layer = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](inputs, hidden)

    def forward(self, x):
        return self.layer(x)[0][-1]


def make_step(mode, cell, inputs, hidden, length, batch):
    torch.manual_seed(1)
    net = RecordedLstm(inputs, hidden) if mode == "recorded" else Plain(cell, inputs, hidden)
    readout = nn.Linear(hidden, 1)
    optimizer = torch.optim.Adam([*net.parameters(), *readout.parameters()], lr=1e-3, foreach=True)
    x, target = torch.rand(length, batch, inputs) * 2 - 1, torch.rand(batch)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = functional.mse_loss(readout(net(x)).squeeze(-1), target)
        loss.backward()
        if mode == "recorded":
            net.record()
        optimizer.step()

    return step


def measure(step, seconds):
    for _ in range(WARM_UP):
        step()
    wall = []
    cpu, start = time.process_time(), time.perf_counter()
    while len(wall) < LEAST_STEPS or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        step()
        wall.append(time.perf_counter() - before)
    return 1e3 * statistics.median(wall), 1e3 * (time.process_time() - cpu) / len(wall)


def main():
    mode = sys.argv[1]
    torch.set_num_threads(1)
    for line in sys.stdin:
        cell, *shape, seconds = line.split()
        if mode == "recorded" and cell != "lstm":
            print("- -", flush=True)
            continue
        median, cpu = measure(make_step(mode, cell, *map(int, shape)), float(seconds))
        print(f"{median:.6g} {cpu:.6g}", flush=True)


main()
