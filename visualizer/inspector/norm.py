"""Layer normalisation of one token (Ba et al. 2016, eq. 4), from what enters and leaves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualizer.inspector.softmax import Array


@dataclass(frozen=True, eq=False)
class NormedToken:
    """The numbers of one token through a norm; every array is (features,).

    Attributes
    ----------
    x : what enters; mean, variance : over its features, the variance with 1/d.
    epsilon, deviation : ε, and √(variance + ε).
    normalised : (x − mean) / deviation.
    gain, bias : γ and β, the same for every token.
    output : γ · normalised + β.
    shown : what the model's norm gave.
    """

    x: Array
    mean: float
    variance: float
    epsilon: float
    deviation: float
    normalised: Array
    gain: Array
    bias: Array
    output: Array
    shown: Array


def normed_token(
    entering: NDArray[np.float32],
    leaving: NDArray[np.float32],
    parameters: NDArray[np.float32],
    position: int,
) -> NormedToken:
    """Of the token at `position`.

    entering, leaving : (tokens, features); parameters : (3, features) of γ, β and ε.
    """
    x = entering[position].astype(np.float64)
    gain, bias, epsilon = parameters.astype(np.float64)
    mean, variance = float(x.mean()), float(x.var())
    deviation = math.sqrt(variance + float(epsilon[0]))
    normalised = (x - mean) / deviation
    return NormedToken(
        x=x,
        mean=mean,
        variance=variance,
        epsilon=float(epsilon[0]),
        deviation=deviation,
        normalised=normalised,
        gain=gain,
        bias=bias,
        output=gain * normalised + bias,
        shown=leaving[position].astype(np.float64),
    )
