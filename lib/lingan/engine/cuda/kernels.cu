// The engine's bodies as CUDA kernels: one thread for a unit or a row.
#include <lingan/base/random.h>
#include <lingan/engine/cuda/kernels.h>

namespace lingan::engine::cuda {
namespace {

constexpr int kThreads = 128;

__device__ int64_t thread_index() { return int64_t{blockIdx.x} * blockDim.x + threadIdx.x; }

unsigned blocks_for(int64_t count) {
  return static_cast<unsigned>((count + kThreads - 1) / kThreads);
}

__global__ void lstm_kernel(RecurrentLayerView layer, StepBuffers step) {
  const int64_t index = thread_index();
  if (index >= step.rows * layer.hidden_width) return;
  const int64_t row = index / layer.hidden_width;
  const int64_t unit = index % layer.hidden_width;
  step.new_hidden[index] = lstm_unit(layer, unit, step.inputs + row * layer.inputs,
                                     step.hidden + row * layer.hidden_width, step.cells[index]);
}

__global__ void gru_kernel(RecurrentLayerView layer, StepBuffers step) {
  const int64_t index = thread_index();
  if (index >= step.rows * layer.hidden_width) return;
  const int64_t row = index / layer.hidden_width;
  const int64_t unit = index % layer.hidden_width;
  step.new_hidden[index] = gru_unit(layer, unit, step.inputs + row * layer.inputs,
                                    step.hidden + row * layer.hidden_width);
}

__global__ void draw_kernel(OutputView output, DrawBuffers draw, RandomStream stream) {
  const int64_t row = thread_index();
  if (row >= draw.rows) return;
  const double uniform = stream.uniform(draw.first_row + static_cast<uint64_t>(row), draw.position);
  draw.drawn[row] = draw_row(output, draw.hidden + row * output.hidden_width, draw.scale, uniform);
}

}  // namespace

void launch_lstm(const RecurrentLayerView& layer, const StepBuffers& step) {
  if (step.rows == 0) return;
  lstm_kernel<<<blocks_for(step.rows * layer.hidden_width), kThreads>>>(layer, step);
}

void launch_gru(const RecurrentLayerView& layer, const StepBuffers& step) {
  if (step.rows == 0) return;
  gru_kernel<<<blocks_for(step.rows * layer.hidden_width), kThreads>>>(layer, step);
}

void launch_draw(const OutputView& output, const DrawBuffers& draw, const RandomStream& stream) {
  if (draw.rows == 0) return;
  draw_kernel<<<blocks_for(draw.rows), kThreads>>>(output, draw, stream);
}

}  // namespace lingan::engine::cuda
