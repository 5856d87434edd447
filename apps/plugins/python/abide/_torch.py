"""A PyTorch module as a network: its graph by torch.fx, of each layer the shapes alone."""
from __future__ import annotations

import operator

from ._errors import InputError
from ._networks import Step, model_of

REASONS = {
    "LayerNorm": "it divides by the standard deviation of its input, so the network is no function of a polynomial φ(θ)",
    "GroupNorm": "it divides by the standard deviation of its input, so the network is no function of a polynomial φ(θ)",
    "BatchNorm": "it divides by the standard deviation over the batch, so the network is no function of a polynomial φ(θ)",
    "InstanceNorm": "it divides by the standard deviation of its input, so the network is no function of a polynomial φ(θ)",
    "Dropout": "it draws a mask at every step, which is no function of θ; p = 0 is taken",
    "PReLU": "its slope is a parameter of its own, for which abide has no family",
    "Embedding": "it chooses rows by the data, for which abide has no family",
    "Pool": "abide has no family with pooling",
}
SMOOTH = "it is not positively homogeneous (σ(cx) = c σ(x) for c > 0), so path products do not determine the network: there is no polynomial φ"
SMOOTH_LAYERS = "GELU SiLU Tanh Sigmoid Softplus ELU SELU CELU Mish Hardswish Hardtanh ReLU6 Softmax LogSoftmax LogSigmoid Hardsigmoid Softsign Tanhshrink Hardshrink Softshrink Threshold".split()


def refusal(kind: str) -> str:
    """Why a layer of this name has no φ here."""
    if kind in SMOOTH_LAYERS:
        return SMOOTH
    return next((reason for name, reason in REASONS.items() if name in kind), "abide knows no φ of it")


def refuse(where, kind):
    raise InputError(f"{where or 'the module'}: expected Linear, ReLU, LeakyReLU, Conv1d, Conv2d, MultiheadAttention, Identity, Flatten or sums, "
                     f"found {kind}: {refusal(kind)}")


def from_torch(module, input_shape=None):
    """The model φ of a PyTorch module: Sequential, or any module that torch.fx can trace, of Linear, ReLU, LeakyReLU, Conv1d, Conv2d,
    MultiheadAttention, Identity, Flatten, sums (skip connections) and shared layers, with biases or without.

    Only shapes are read. input_shape: (channels, length) or (channels, height, width), without the batch, for convolutions.
    model.weights says where each array is in the module; a weight of Linear is out × in, the transpose of abide's U. What has no
    polynomial φ is an InputError that names the layer and the reason.

    What is true: ReLU and LeakyReLU, of any slope, are positively homogeneous. Where no pre-activation is 0 the network is a function
    of its path products φ(θ), so laws of φ are conserved by gradient flow of any loss on any data. The certificate proves that
    φ has no other laws; the network itself may have more, where its gradients span less than those of φ. See model.note.

    >>> abide.certify(abide.from_torch(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))))
    <abide.Result relu:3,4,2,bias=all: 4 independent laws, complete>
    """
    import torch
    from torch import fx, nn
    if not isinstance(module, nn.Module):
        raise InputError(f"module: expected a torch.nn.Module, found {type(module).__name__}")
    names = {}
    for name, parameter in module.named_parameters():
        names.setdefault(id(parameter), name)
    if isinstance(module, nn.Sequential) or type(module).__module__.startswith("torch.nn"):
        return model_of(_chain(_leaves(module, "", nn), names, nn), input_shape)
    try:
        graph = fx.symbolic_trace(module).graph
    except Exception as error:  # whatever forward does with a tensor that is none
        raise InputError(f"{type(module).__name__}: expected a module that torch.fx can trace, found: {error}") from error
    return model_of(_graph(graph, module, names, nn, torch), input_shape)


def _leaves(module, prefix, nn):
    if isinstance(module, nn.Sequential):
        for name, child in module._modules.items():
            yield from _leaves(child, f"{prefix}.{name}" if prefix else name, nn)
    else:
        yield prefix, module


def _chain(layers, names, nn):
    steps = [Step("input")]
    for where, layer in layers:
        steps.append(_step(where, layer, [len(steps) - 1], names, nn))
    return steps


def _step(where, layer, inputs, names, nn):
    def name(parameter):
        return None if parameter is None else names[id(parameter)]
    kind = type(layer)
    if kind is nn.Linear:
        return Step("linear", inputs, where, weight=name(layer.weight), bias=name(layer.bias), into=layer.in_features, out=layer.out_features)
    if kind in (nn.Conv1d, nn.Conv2d):
        if layer.padding_mode != "zeros" or isinstance(layer.padding, str) and layer.padding != "valid":
            raise InputError(f"{where}: expected padding by zeros as numbers, found padding={layer.padding!r}, padding_mode={layer.padding_mode!r}")
        padding = (0,) * len(layer.kernel_size) if layer.padding == "valid" else layer.padding
        return Step("convolution", inputs, where, weight=name(layer.weight), bias=name(layer.bias), into=layer.in_channels,
                    out=layer.out_channels, kernel=layer.kernel_size, stride=layer.stride, padding=padding, dilation=layer.dilation,
                    groups=layer.groups)
    if kind is nn.ReLU or kind is nn.LeakyReLU and layer.negative_slope != 1:
        return Step("rectifier", inputs, where)
    if kind in (nn.Identity, nn.LeakyReLU) or kind is nn.Flatten and layer.start_dim == 1 or "Dropout" in kind.__name__ and layer.p == 0:
        return Step("same", inputs, where)
    if kind is nn.MultiheadAttention:
        if layer.bias_k is not None or layer.add_zero_attn or layer.dropout:
            raise InputError(f"{where or 'the module'}: expected MultiheadAttention without add_bias_kv, add_zero_attn and dropout")
        return Step("attention", inputs[:1], where or "the module", weight=name(layer.in_proj_weight), output=name(layer.out_proj.weight),
                    bias=name(layer.in_proj_bias), output_bias=name(layer.out_proj.bias), into=layer.embed_dim if layer._qkv_same_embed_dim else None, heads=layer.num_heads)
    return refuse(where, kind.__name__)


def _graph(graph, module, names, nn, torch):
    layers, steps, numbers = dict(module.named_modules()), [], {}
    functional = nn.functional
    rectifiers = (torch.relu, functional.relu, functional.leaky_relu)
    for node in graph.nodes:
        inputs = [numbers[a] for a in node.args if isinstance(a, torch.fx.Node) and a in numbers]
        name = getattr(node.target, "__name__", str(node.target))
        if node.op == "placeholder":
            if steps:
                raise InputError(f"{node.name}: expected a module of one input, found another one")
            step = Step("input")
        elif node.op == "call_module":
            step = _step(node.target, layers[node.target], inputs, names, nn)
        elif node.op == "output":
            if len(inputs) != 1:
                raise InputError("output: expected one tensor, found several")
            step = Step("same", inputs)
        elif node.target in (operator.add, operator.iadd, torch.add) or node.op == "call_method" and name in ("add", "add_"):
            if len(inputs) != 2 or node.kwargs:
                raise InputError(f"{node.name}: expected a sum of two values of the network, found {node.format_node()}")
            step = Step("sum", inputs, node.name)
        elif node.target in rectifiers or node.op == "call_method" and name in ("relu", "relu_"):
            step = Step("rectifier", inputs, node.name)
        elif node.target is operator.getitem and node.args[1] == 0 and steps[inputs[0]].kind == "attention":
            step = Step("same", inputs, node.name)
        elif (node.target is torch.flatten or node.op == "call_method" and name == "flatten") and node.args[1:2] == (1,):
            step = Step("same", inputs, node.name)
        else:
            words = {"gelu": "GELU", "layer_norm": "LayerNorm", "silu": "SiLU", "tanh": "Tanh", "sigmoid": "Sigmoid", "softmax": "Softmax"}
            refuse(node.name, words.get(name, name))
        numbers[node] = len(steps)
        steps.append(step)
    return steps
