#include <lingan/model/discriminators/window_discriminator.h>

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan {

WindowDiscriminator::WindowDiscriminator(const DiscriminatorOptions& options)
    : EmbeddingDiscriminator(options) {
  if (const std::string problem = discriminator_problem(options); !problem.empty()) {
    throw UsageError(problem);
  }
}

int64_t WindowDiscriminator::add_filters(int64_t width) {
  int64_t filters = 0;
  for (size_t i = 0; i < options().filter_widths.size(); ++i) {
    const int64_t window = std::min(options().filter_widths[i], options().length);
    const int64_t count = options().filter_counts[i];
    filter_weights_.push_back(add(fmt::format("filter_weight_{}", i), {count, window, width}));
    filter_biases_.push_back(add(fmt::format("filter_bias_{}", i), {count}));
    filters += count;
  }
  return filters;
}

std::vector<torch::Tensor> WindowDiscriminator::filter_weights() const {
  std::vector<torch::Tensor> weights;
  for (const torch::Tensor& weight : filter_weights_) weights.push_back(used(weight));
  return weights;
}

}  // namespace lingan
