/// A recurrent generator on a device: its weights, and the launches that advance rows by a token.
///
/// Written over a Backend, so that tests run the same code on the CPU. A Backend has
///   allocate<T>(count) -> Array<T> with data(); copy(to, from, bytes); clear(to, bytes); fill(to,
///   byte, bytes); launch(kernel, pieces); wait(); and stream(), on which all of that is queued.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/engine/contract/device_product.h>
#include <lingan/engine/contract/recurrent_weights.h>
#include <lingan/engine/kernels/layer_product.h>
#include <lingan/engine/kernels/recurrent_unit.h>
#include <lingan/engine/kernels/row_drawers.h>
#include <lingan/engine/kernels/softmax_groups.h>

namespace lingan::engine::cuda {

/// Input products of all tokens are kept where they take no more bytes than this.
inline constexpr int64_t kInputTableBytes = int64_t{64} << 20;

/// Memory that advancing rows takes.
template <class Backend>
struct StepScratch {
  typename Backend::template Array<float> from_input;  // [rows, G*H]
  typename Backend::template Array<float> from_state;  // [rows, G*H]
  typename Backend::template Array<float> gathered;    // [rows, gathered_width]
};

/// Logits of the listed rows at places first..first+count-1.
struct LogitBlock {
  int64_t first;
  int64_t count;
  float* logits;  // [count, V]
};

template <class Backend>
class RecurrentNetwork {
 public:
  /// @param product  for deep layers; null: FloatTiles at every depth.
  RecurrentNetwork(Backend& backend, const RecurrentWeights& weights, DeviceProduct product)
      : backend_(backend),
        product_(product),
        shape_(weights),
        gates_(weights.gates * weights.hidden_width),
        gathered_width_(engine::gathered_width(weights, product)) {
    const int64_t v = vocabulary(), h = hidden_width();
    shape_.embeddings = keep(weights.embeddings, v * weights.embedding_width);
    for (int32_t l = 0; l < weights.layer_count; ++l) {
      const RecurrentLayerWeights& layer = weights.layers[l];
      shape_.layers[l] = {keep(layer.input_weight, gates_ * weights.input_width(l)),
                          keep(layer.recurrent_weight, gates_ * h), keep(layer.input_bias, gates_),
                          keep(layer.recurrent_bias, gates_)};
    }
    shape_.output_weight = keep(weights.output_weight, v * h);
    shape_.output_bias = keep(weights.output_bias, v);
    build_table();
  }

  int64_t vocabulary() const { return shape_.vocabulary; }
  int64_t hidden_width() const { return shape_.hidden_width; }
  int64_t state_per_layer() const { return shape_.state_per_layer(); }
  int64_t state_width() const { return shape_.state_width(); }
  int64_t groups() const { return tiles(shape_.vocabulary); }
  OutputView output() const {
    return {shape_.output_weight, shape_.output_bias, shape_.vocabulary, shape_.hidden_width};
  }
  /// The last layer's h in states [rows, state_width].
  HiddenView hidden(const float* states) const {
    return {states + state_width() - state_per_layer(), state_width()};
  }
  /// Whether logits come from the product, which leaves them in memory.
  bool has_wide_output() const { return is_wide(hidden_width()); }
  /// Floats of step scratch and group sums that one row takes.
  int64_t row_floats() const { return state_width() + 2 * gates_ + gathered_width_ + 2 * groups(); }

  StepScratch<Backend> scratch(int64_t rows) const {
    return {backend_.template allocate<float>(rows * gates_),
            backend_.template allocate<float>(rows * gates_),
            backend_.template allocate<float>(rows * gathered_width_)};
  }

  /// Feeds every listed row its token.
  /// @param maximum_rows  no more rows are listed.  @param states  [all rows, state_width],
  /// replaced.
  void advance(const RowList& rows, int64_t maximum_rows, float* states,
               const StepScratch<Backend>& scratch) const {
    const auto multiply_rows = [&](const Product& product, const auto& results) {
      multiply({product, {maximum_rows, rows.count}, results.data()}, scratch.gathered.data());
    };
    for (int32_t l = 0; l < shape_.layer_count; ++l) {
      float* state = states + l * state_per_layer();
      const bool tabled = l == 0 && table_.data() != nullptr;
      if (!tabled) multiply_rows(input_product(rows, l, state), scratch.from_input);
      multiply_rows(state_product(rows, l, state), scratch.from_state);
      const float* from_input = tabled ? table_.data() : scratch.from_input.data();
      shape_.is_lstm()
          ? cell<true>(rows, maximum_rows, {from_input, tabled}, scratch.from_state.data(), state)
          : cell<false>(rows, maximum_rows, {from_input, tabled}, scratch.from_state.data(), state);
    }
  }

  /// Softmax sums of every listed row, by place.
  void sum_groups(const RowList& rows, int64_t maximum_rows, const float* states, float scale,
                  const GroupSums& result) const {
    const SoftmaxGroupsKernel<ComputedLogits> kernel{
        {output_product(rows.rows, states)}, {maximum_rows, rows.count}, scale, result};
    backend_.launch(kernel, kernel.pieces());
  }

  /// The same sums of a block's rows, from their logits.
  void sum_groups(const RowList& rows, const LogitBlock& block, float scale,
                  const GroupSums& result) const {
    const SoftmaxGroupsKernel<StoredLogits> kernel{
        {block.logits, vocabulary()}, range_of(rows, block), scale, result};
    backend_.launch(kernel, kernel.pieces());
  }

  /// Fills a block with logits.
  void logits(const RowList& rows, const LogitBlock& block, const float* states,
              const StepScratch<Backend>& scratch) const {
    multiply({output_product(rows.rows + block.first, states), range_of(rows, block), block.logits},
             scratch.gathered.data());
  }

 private:
  struct Inputs {
    const float* products;
    bool by_token;
  };

  const float* keep(const float* weights, int64_t count) {
    kept_.push_back(backend_.template allocate<float>(count));
    backend_.copy(kept_.back().data(), weights, static_cast<size_t>(count) * sizeof(float));
    return kept_.back().data();
  }

  void build_table() {
    if (shape_.vocabulary * gates_ * static_cast<int64_t>(sizeof(float)) > kInputTableBytes) return;
    table_ = backend_.template allocate<float>(shape_.vocabulary * gates_);
    const auto gathered = backend_.template allocate<float>(shape_.vocabulary * gathered_width_);
    const Product product{.rows = shape_.embeddings,
                          .row_stride = shape_.embedding_width,
                          .numbers = nullptr,
                          .weight = shape_.layers[0].input_weight,
                          .bias = shape_.layers[0].input_bias,
                          .depth = shape_.embedding_width,
                          .outputs = gates_};
    multiply({product, {shape_.vocabulary, nullptr}, table_.data()}, gathered.data());
  }

  bool is_wide(int64_t depth) const { return product_ != nullptr && depth >= kWideDepth; }

  static RowRange range_of(const RowList& rows, const LogitBlock& block) {
    return {block.count, rows.count, block.first};
  }

  /// What layer l takes from its input: an embedding, or the state of the layer below.
  /// @param state  of layer l, as in state_product.
  Product input_product(const RowList& rows, int32_t l, const float* state) const {
    const bool lowest = l == 0;
    return {.rows = lowest ? shape_.embeddings : state - state_per_layer(),
            .row_stride = lowest ? shape_.embedding_width : state_width(),
            .numbers = lowest ? rows.tokens : rows.rows,
            .weight = shape_.layers[l].input_weight,
            .bias = shape_.layers[l].input_bias,
            .depth = shape_.input_width(l),
            .outputs = gates_};
  }

  /// What layer l takes from its own state.
  Product state_product(const RowList& rows, int32_t l, const float* state) const {
    return {.rows = state,
            .row_stride = state_width(),
            .numbers = rows.rows,
            .weight = shape_.layers[l].recurrent_weight,
            .bias = shape_.layers[l].recurrent_bias,
            .depth = shape_.hidden_width,
            .outputs = gates_};
  }

  Product output_product(const int32_t* rows, const float* states) const {
    const HiddenView view = hidden(states);
    return {.rows = view.top,
            .row_stride = view.stride,
            .numbers = rows,
            .weight = shape_.output_weight,
            .bias = shape_.output_bias,
            .depth = shape_.hidden_width,
            .outputs = shape_.vocabulary};
  }

  /// @param gathered  [layer.range.maximum, gathered_width], scratch.
  void multiply(const LayerProductKernel& layer, float* gathered) const {
    const Product& product = layer.product;
    const int64_t rows = layer.range.maximum;
    if (!is_wide(product.depth)) return backend_.launch(layer, layer.pieces());
    backend_.launch(ProductOperandsKernel{layer, gathered}, rows);
    const ProductJob job{.rows = gathered,
                         .weight = product.weight,
                         .results = layer.results,
                         .count = rows,
                         .outputs = product.outputs,
                         .depth = product.depth,
                         .cuda_stream = backend_.stream()};
    const char* failure = product_(&job);
    if (failure != nullptr) throw IoError(std::string("CUDA: ") + failure);
  }

  template <bool kLstm>
  void cell(const RowList& rows, int64_t maximum_rows, const Inputs& inputs,
            const float* from_state, float* state) const {
    const CellKernel<kLstm> kernel{.rows = rows,
                                   .from_input = inputs.products,
                                   .by_token = inputs.by_token,
                                   .from_state = from_state,
                                   .states = state,
                                   .state_width = state_width(),
                                   .hidden_width = shape_.hidden_width};
    backend_.launch(kernel, maximum_rows * shape_.hidden_width);
  }

  Backend& backend_;
  DeviceProduct product_;
  RecurrentWeights shape_;  // pointers into kept_
  int64_t gates_;           // G*H
  int64_t gathered_width_;
  std::vector<typename Backend::template Array<float>> kept_;
  typename Backend::template Array<float> table_;  // [V, G*H], or null where it would be too large
};

}  // namespace lingan::engine::cuda
