"""What ``heed look --help`` says about the file that it writes."""

from __future__ import annotations

CONTENTS = """\
arrays in the file; a model has those that it makes:

maps of attention, for all layers of a group (encoder, decoder, cross):
  encoder.0.self    (heads, rows, columns) float32: encoder self-attention
  decoder.0.self    the same of the decoder: no position sees the future
  decoder.0.cross   attention from the target to the source
      Weights as used: each row sums to 1, closed cells are exactly 0.
  value_norms.encoder.0.self, and so on for each map
                    (heads, columns) float32: how long each column's value is;
                    weight times this is what a cell contributes
  query.encoder.0.self, key.encoder.0.self, value.encoder.0.self, and so on
                    (heads, rows or columns, features) float32: what the
                    weights are made of: softmax(query · key / √features)
  v.decoder.0.cross (heads, units): of a model whose weights are additive, they
                    are softmax(v · tanh(query + key))
  mask.encoder, mask.decoder, mask.cross
                    (rows, columns) uint8: 0 open, 1 closed because it lies in
                    the future, 2 padding, 3 another segment, 4 closed by hand
  tokens.rows.encoder, tokens.columns.encoder, and so on for decoder and cross
                    what stands along the sides of the maps, as text

what went in (source and target of a translator, text of the others):
  tokens.source, ids.source, unknown.source
                    each sequence: text, numbers in the vocabulary, and which
                    tokens the vocabulary lacks
  parts.source      "1/2" for the first of two tokens that share the character
                    shown; "" for a whole one
  right_source      (target, source) bool: which source is right for which
                    target, where the world knows

BERT's text besides:
  drawn.text        what became of each token: "", "masked", "random" or "kept"
  original.text     what had stood there, where it was drawn
  segments          (text,): 0 in segment A, 1 in B
  next_sentence     the chance that B follows A; the truth is in meta, if known

what came out:
  predictions.tokens, predictions.ids, predictions.probabilities
                    (rows, k): likeliest tokens of each row, given the target
                    or text so far; for BERT, of each place
  predictions.expected
                    (rows,): probability of the token that is right there, NaN
                    where that is not known
  predictions.counted
                    (rows,) bool: BERT's rows that the loss counts
  predictions.known (rows,): log p of the right token by the world's own
                    grammar, where the world can tell
  predictions.decided_by
                    (rows, text) bool: which earlier tokens decide the token of
                    a row, by that grammar
  free.tokens, free.ids, free.probabilities
                    what a translator writes by itself

everything else that a model makes on its way, by name, float32:
  source.embedding, encoder.states, encoder.gates, context, embedding.plane, …
  gradients         (target, source): of a translator, how much each source
                    token's embedding moves each target token's score
      meta says for each what stands along its axes.
  labels.encoder.gates.gate
                    names along an axis that is neither tokens nor numbers

  meta              model, step, seed, specification, axes of the tables:
                    json.loads(str(...))

examples:
  heed look runs/dates --text "3 march 1998" --out look.npz
  heed look bert --text "lena has a [MASK] ball ." --out look.npz
"""
