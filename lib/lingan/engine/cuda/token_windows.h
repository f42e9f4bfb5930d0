/// Max-over-time convolution features on a device, strip by strip.
#pragma once

#include <algorithm>
#include <cstdint>

#include <lingan/engine/cuda/filled_array.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/kernels/layer_product.h>
#include <lingan/engine/kernels/token_window_kernels.h>

namespace lingan::engine::cuda {

/// Bytes of a strip's table of partial products.
inline constexpr int64_t kStripBytes = int64_t{256} << 20;

template <class Backend>
class DeviceWindows {
 public:
  DeviceWindows(Backend& backend, const TokenWindowJob& job) : backend_(backend), job_(job) {
    const int64_t tokens = job.rows * job.width;
    slots_most_ = std::min(job.vocabulary, tokens);
    tokens_ = upload(backend_, job.tokens, tokens);
    embeddings_ = upload(backend_, job.embeddings, job.vocabulary * job.embedding_width);
    if (job.group != nullptr) {
      group_ = upload(backend_, job.group, job.rows);
      prefix_length_ = upload(backend_, job.prefix_length, job.rows);
      leader_ = upload(backend_, job.leader, job.groups);
    }
    seen_ = cleared<int32_t>(backend, job.vocabulary + 1);
    slots_ = backend.template allocate<int32_t>(job.vocabulary);
    list_ = backend.template allocate<int32_t>(slots_most_);
    backend.launch(NumberTokensKernel{.tokens = tokens_.data(),
                                      .seen = seen_.data(),
                                      .slots = slots_.data(),
                                      .list = list_.data(),
                                      .count = seen_.data() + job.vocabulary},
                   tokens);
  }

  void compute() {
    int64_t features = 0;
    for (int32_t b = 0; b < job_.bank_count; ++b) features += job_.banks[b].count;
    int64_t first = 0;
    for (int32_t b = 0; b < job_.bank_count; ++b) {
      const TokenWindowBankView& bank = job_.banks[b];
      const int64_t block = std::clamp<int64_t>(
          kStripBytes / (slots_most_ * bank.width * static_cast<int64_t>(sizeof(float))), 1,
          bank.count);
      for (int64_t done = 0; done < bank.count; done += block) {
        const int64_t count = std::min(block, bank.count - done);
        strip({bank.width, count, bank.weight + done * bank.width * job_.embedding_width,
               bank.bias + done},
              job_.features + first + done, features);
      }
      first += bank.count;
    }
  }

 private:
  template <class T>
  using Array = typename Backend::template Array<T>;

  void strip(const TokenWindowBankView& bank, float* features, int64_t stride) {
    const int64_t entry = bank.width * bank.count, weights = entry * job_.embedding_width;
    const auto given = upload(backend_, bank.weight, weights);
    const auto bias = upload(backend_, bank.bias, bank.count);
    const auto ordered = backend_.template allocate<float>(weights);
    const auto table = backend_.template allocate<float>(slots_most_ * entry);
    backend_.launch(ReorderFiltersKernel{.from = given.data(),
                                         .to = ordered.data(),
                                         .count = bank.count,
                                         .width = bank.width,
                                         .embedding_width = job_.embedding_width},
                    weights);
    const LayerProductKernel product{{.rows = embeddings_.data(),
                                      .row_stride = job_.embedding_width,
                                      .numbers = list_.data(),
                                      .weight = ordered.data(),
                                      .bias = nullptr,
                                      .depth = job_.embedding_width,
                                      .outputs = entry},
                                     {slots_most_, seen_.data() + job_.vocabulary},
                                     table.data()};
    backend_.launch(product, product.pieces());
    reduce({.table = table.data(),
            .slots = slots_.data(),
            .bias = bias.data(),
            .count = bank.count,
            .width = bank.width},
           features, stride);
  }

  void reduce(const StripView& view, float* features, int64_t stride) {
    Array<float> maxima;
    if (job_.group != nullptr) {
      maxima = backend_.template allocate<float>(job_.groups * (job_.width + 1) * view.count);
      backend_.launch(PrefixFeaturesKernel{.strip = view,
                                           .tokens = tokens_.data(),
                                           .leader = leader_.data(),
                                           .prefix_length = prefix_length_.data(),
                                           .maxima = maxima.data(),
                                           .length = job_.width},
                      job_.groups * view.count);
    }
    backend_.launch(TokenWindowFeaturesKernel{.strip = view,
                                              .tokens = tokens_.data(),
                                              .group = group_.data(),
                                              .prefix_length = prefix_length_.data(),
                                              .maxima = maxima.data(),
                                              .length = job_.width,
                                              .features = features,
                                              .stride = stride},
                    job_.rows * view.count);
  }

  Backend& backend_;
  const TokenWindowJob& job_;
  int64_t slots_most_;  // tokens that can occur
  Array<int32_t> tokens_, group_, prefix_length_, leader_;
  Array<float> embeddings_;
  Array<int32_t> seen_, slots_, list_;  // seen_'s last entry counts the tokens that occur
};

}  // namespace lingan::engine::cuda
