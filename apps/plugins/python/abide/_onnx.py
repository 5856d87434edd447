"""An ONNX file as a network: Gemm, MatMul and Add, Conv, Relu, LeakyRelu, Add, Flatten, Identity."""
from __future__ import annotations

import collections
import os

from ._errors import InputError
from ._networks import Step, model_of
from ._torch import refusal

WORDS = {"Gelu": "GELU", "LayerNormalization": "LayerNorm", "BatchNormalization": "BatchNorm", "PRelu": "PReLU", "MaxPool": "Pool",
         "AveragePool": "Pool", "Elu": "ELU", "Selu": "SELU", "Erf": "GELU"}


def from_onnx(path):
    """The model φ of an ONNX file, as from_torch. Of weights only the shapes are read; model.weights has their names in the file."""
    import onnx
    try:
        graph = onnx.load(os.fspath(path), load_external_data=False).graph
    except Exception as error:  # protobuf's own errors
        raise InputError(f"{path}: expected an ONNX file, found: {error}", str(path)) from None
    constants = {t.name: tuple(t.dims) for t in graph.initializer}
    inputs = [i for i in graph.input if i.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        raise InputError(f"{path}: expected one input and one output, found {len(inputs)} and {len(graph.output)}", str(path))
    shape = tuple(d.dim_value for d in inputs[0].type.tensor_type.shape.dim)[1:]
    steps, numbers = [Step("input")], {inputs[0].name: 0}
    uses = collections.Counter(name for node in graph.node for name in node.input)
    for node in graph.node:
        product = _product_with_bias(node, constants, numbers, steps, uses)
        if product is None:
            numbers[node.output[0]] = len(steps)
            steps.append(_step(node, constants, numbers, onnx))
        else:
            numbers[node.output[0]] = product
    return model_of(steps, shape if all(shape) and len(shape) > 1 else None)


def _product_with_bias(node, constants, numbers, steps, uses):
    """The number of the MatMul that this Add gives a bias, if it is one."""
    values = [i for i in node.input if i in numbers]
    biases = [i for i in node.input if i in constants]
    if node.op_type != "Add" or len(values) != 1 or len(biases) != 1 or uses[values[0]] != 1:
        return None
    number = numbers[values[0]]
    step = steps[number]
    if step.kind != "linear" or step.bias or constants[biases[0]] != (step.out,):
        return None
    step.bias = biases[0]
    return number


def _step(node, constants, numbers, onnx):
    facts = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    where = node.name or node.output[0]
    values = [numbers[i] for i in node.input if i in numbers]
    weights = [i for i in node.input if i in constants]
    kind = node.op_type
    if kind == "Gemm" and len(values) == 1 and facts.get("alpha", 1) == 1 == facts.get("beta", 1) and not facts.get("transA"):
        shape = constants[weights[0]]
        flipped = not facts.get("transB")
        return Step("linear", values, where, weight=weights[0], bias=(weights + [None])[1], into=shape[0 if flipped else 1],
                    out=shape[1 if flipped else 0], flipped=flipped)
    if kind == "MatMul" and len(values) == 1 and list(node.input[1:]) == weights and len(constants[weights[0]]) == 2:
        into, out = constants[weights[0]]
        return Step("linear", values, where, weight=weights[0], into=into, out=out, flipped=True)
    if kind == "Conv":
        size = constants[weights[0]]
        n = len(size) - 2
        pads = list(facts.get("pads", [0] * 2 * n))
        if pads[:n] != pads[n:] or facts.get("auto_pad", b"NOTSET") not in (b"NOTSET", b"VALID"):
            raise InputError(f"{where}: expected the same padding on both sides, found {pads}")
        groups = facts.get("group", 1)
        return Step("convolution", values, where, weight=weights[0], bias=(weights + [None])[1], into=size[1] * groups, out=size[0],
                    kernel=tuple(size[2:]), stride=tuple(facts.get("strides", [1] * n)), padding=tuple(pads[:n]),
                    dilation=tuple(facts.get("dilations", [1] * n)), groups=groups)
    if kind in ("Relu", "LeakyRelu"):
        return Step("same" if facts.get("alpha") == 1 else "rectifier", values, where)
    if kind in ("Identity", "Flatten"):
        return Step("same", values, where)
    if kind == "Add" and len(values) == 2:
        return Step("sum", values, where)
    raise InputError(f"{where}: expected Gemm, MatMul, Conv, Relu, LeakyRelu, Add, Flatten or Identity, found {kind}: {refusal(WORDS.get(kind, kind))}")
