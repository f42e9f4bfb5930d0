/// The engine's way to advance a generator by one token.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/engine/cpu/output_layer.h>

namespace lingan::engine {

/// A recurrent cell with its embeddings and output layer. Immutable; every member may be called
/// from several threads at once.
class Stepper {
 public:
  virtual ~Stepper() = default;

  /// Floats in the state of one row.
  virtual int64_t state_width() const = 0;

  /// V, tokens that there are.
  int64_t vocabulary_size() const { return output().vocabulary_size(); }

  /// The output layer that turns hidden rows into logits.
  virtual const OutputLayer& output() const = 0;

  /// Writes the state before any token into every row of states [rows, state_width].
  virtual void initial_states(int64_t rows, float* states) const = 0;

  /// Feeds one token to each row.
  /// @param tokens  [rows], each in 0..V-1.
  /// @param states  [rows, state_width], read and replaced.
  /// @param hidden  [rows, output().hidden_width()], written: the output layer's input.
  virtual void advance(std::span<const int32_t> tokens, float* states, float* hidden) const = 0;
};

}  // namespace lingan::engine
