#include <lingan/model/generators/prefix_features.h>

#include <algorithm>
#include <limits>
#include <string>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/convolutional_discriminator.h>
#include <lingan/model/layers/highway.h>
#include <lingan/model/option_check.h>

namespace lingan {
namespace {

constexpr double kNothing = -std::numeric_limits<double>::infinity();  // of a window that is none

/// @throws UsageError where the shapes differ.
void copy(torch::Tensor& to, const torch::Tensor& from) {
  if (to.sizes() != from.sizes()) {
    throw UsageError(
        "generator.cell = \"leaked\": the discriminator has other filters than those "
        "that the generator was made for");
  }
  to.copy_(from);
}

}  // namespace

PrefixFeatures::PrefixFeatures(torch::nn::Module& owner, const GeneratorOptions& options)
    : length_(options.length) {
  check_range("generator.length", length_, 1, kLongestSentence);
  const LeakedFeatures& leaked = options.leaked;
  int64_t filters = 0, offsets = 0;
  for (size_t i = 0; i < leaked.filter_widths.size(); ++i) {
    const Bank bank{std::min(leaked.filter_widths[i], length_), leaked.filter_counts[i]};
    banks_.push_back(bank);
    filters += bank.count;
    offsets += bank.window * bank.count;
  }
  const auto add = [&owner](const std::string& name, at::IntArrayRef shape) {
    return owner.register_parameter("leak_" + name, torch::zeros(shape), /*requires_grad=*/false);
  };
  const int64_t sums = leaked.shared_highway ? filters : 2 * filters;
  vectors_ = add("vectors", {options.vocabulary_size, leaked.embedding_width});
  filters_ = add("filters", {offsets, leaked.embedding_width});
  empty_ = add("empty", {filters});
  highway_weight_ = add("highway_weight", {sums, filters});
  highway_bias_ = add("highway_bias", {sums});
}

void PrefixFeatures::take(const ConvolutionalDiscriminator& discriminator) {
  const torch::NoGradGuard no_gradient;
  const torch::Tensor table = discriminator.embeddings();
  const torch::Tensor pad = table[discriminator.options().specials.filler()];
  std::vector<torch::Tensor> filters, empty;
  const std::vector<torch::Tensor> weights = discriminator.filter_weights();
  for (size_t i = 0; i < weights.size(); ++i) {
    filters.push_back(weights[i].transpose(0, 1).flatten(0, 1));
    empty.push_back(weights[i].sum(1).mv(pad) + discriminator.filter_biases()[i]);
  }
  copy(vectors_, table - pad);
  copy(filters_, torch::cat(filters));
  copy(empty_, torch::cat(empty));
  const auto [weight, bias] = discriminator.highway_layer();
  copy(highway_weight_, weight);
  copy(highway_bias_, bias);
}

std::vector<torch::Tensor> PrefixFeatures::initial_state(int64_t rows) const {
  return {torch::zeros({1, rows, 1}, empty_.options()),
          torch::full({1, rows, width()}, kNothing, empty_.options()),
          torch::full({1, rows, filters_.size(0)}, kNothing, empty_.options())};
}

torch::Tensor PrefixFeatures::advance(const torch::Tensor& input, torch::Tensor* state) const {
  const torch::NoGradGuard no_gradient;
  const torch::Tensor fed = state[0][0];  // before this token: length of its prefix, but for bos
  const torch::Tensor sums = state[2][0] + torch::linear(input * (fed > 0), filters_);
  std::vector<torch::Tensor> full, open, best;
  int64_t first = 0, filter = 0;
  for (const auto& [window, count] : banks_) {
    const torch::Tensor bank =
        sums.narrow(1, first, window * count).unflatten(1, {window, count});  // [B, w, F_i]
    const torch::Tensor starts =
        torch::where(fed <= static_cast<double>(length_ - window),
                     empty_.narrow(0, filter, count).unsqueeze(0), kNothing);
    const torch::Tensor next = torch::cat({starts.unsqueeze(1), bank.narrow(1, 0, window - 1)}, 1);
    full.push_back(bank.select(1, window - 1));
    open.push_back(next.flatten(1));
    best.push_back(next.amax(1));
    first += window * count;
    filter += count;
  }
  const torch::Tensor largest = torch::maximum(state[1][0], torch::cat(full, 1));
  state[0] = state[0] + 1;
  state[1] = largest.unsqueeze(0);
  state[2] = torch::cat(open, 1).unsqueeze(0);
  return highway(torch::relu(torch::maximum(largest, torch::cat(best, 1))), highway_weight_,
                 highway_bias_);
}

torch::Tensor PrefixFeatures::of_prefixes(const torch::Tensor& tokens) const {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> state = initial_state(tokens.size(0)), all;
  const torch::Tensor vectors = torch::embedding(vectors_, tokens);
  all.push_back(advance(torch::zeros_like(vectors.select(1, 0)), state.data()));
  for (int64_t t = 0; t < tokens.size(1); ++t) {
    all.push_back(advance(vectors.select(1, t), state.data()));
  }
  return torch::stack(all, 1);
}

}  // namespace lingan
