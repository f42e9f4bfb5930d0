/// Launches of the engine's bodies on the current CUDA device; all pointers are the device's.
/// Launches are asynchronous, on the default stream; errors show at the next synchronization.
#pragma once

#include <cstdint>

#include <lingan/base/random.h>
#include <lingan/engine/kernels/draw_row.h>
#include <lingan/engine/kernels/recurrent_unit.h>

namespace lingan::engine::cuda {

/// One step of one layer for a batch of rows.
struct StepBuffers {
  int64_t rows;
  const float* inputs;  ///< [rows, inputs]
  const float* hidden;  ///< [rows, H], before the step
  float* new_hidden;    ///< [rows, H], written; not the same as hidden, which other threads read
  float* cells;         ///< [rows, H], replaced; LSTM only
};

/// One draw for a batch of rows.
struct DrawBuffers {
  int64_t rows;
  const float* hidden;  ///< [rows, H]
  float scale;          ///< 1 / temperature
  uint64_t first_row;   ///< number of the first row in the stream
  uint32_t position;    ///< position in the sentence
  RowDraw* drawn;       ///< [rows], written
};

void launch_lstm(const RecurrentLayerView& layer, const StepBuffers& step);
void launch_gru(const RecurrentLayerView& layer, const StepBuffers& step);
void launch_draw(const OutputView& output, const DrawBuffers& draw, const RandomStream& stream);

}  // namespace lingan::engine::cuda
