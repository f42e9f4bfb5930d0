#include <lingan/model/discriminators/convolutional_weights.h>

#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include <lingan/base/card.h>
#include <lingan/model/discriminators/discriminator_options.h>
#include <lingan/model/layers/initial_weights.h>

namespace lingan {
namespace {

enum class Layer { kEmbedding, kFilters, kHighway, kHidden, kOutput };

Layer layer_of(const std::string& parameter) {
  if (parameter.ends_with("embedding")) return Layer::kEmbedding;  // of tokens, and of labels
  if (parameter.starts_with("filter")) return Layer::kFilters;
  if (parameter.starts_with("highway")) return Layer::kHighway;
  return parameter.starts_with("hidden") ? Layer::kHidden : Layer::kOutput;
}

/// A parameter to fill.
struct Parameter {
  Layer layer;
  double inputs;  ///< of each of the layer's outputs
  torch::Tensor& values;

  bool is_bias() const { return values.dim() == 1; }
  void fill(double value) const {
    const torch::NoGradGuard no_grad;
    values.fill_(value);
  }
};

void draw_seqgan(InitialWeights& draw, const Parameter& parameter) {
  constexpr double kDeviation = 0.1;
  constexpr double kBias = 0.1;
  const double glorot = std::sqrt(3.0 / parameter.inputs);
  const bool is_output = parameter.layer == Layer::kOutput;
  if (parameter.layer == Layer::kEmbedding) return draw.uniform(parameter.values, -1.0, 1.0);
  if (parameter.layer == Layer::kHighway) return draw.uniform(parameter.values, -glorot, glorot);
  if (parameter.is_bias()) return parameter.fill(is_output ? 0.0 : kBias);
  draw.truncated_normal(parameter.values,
                        is_output ? std::numbers::sqrt2 * kDeviation : kDeviation);
}

void draw_relgan(InitialWeights& draw, const Parameter& parameter) {
  if (parameter.is_bias()) return parameter.fill(0.0);
  const auto vocabulary = static_cast<double>(parameter.values.size(0));
  const double inputs = parameter.layer == Layer::kEmbedding ? vocabulary
                        : parameter.layer == Layer::kFilters ? parameter.inputs / 2
                                                             : parameter.inputs;
  draw.truncated_normal(parameter.values, 1.0 / std::sqrt(inputs));
}

void draw_torch(InitialWeights& draw, const Parameter& parameter) {
  if (parameter.layer == Layer::kEmbedding) return draw.normal(parameter.values, 1.0);
  const double bound = 1.0 / std::sqrt(parameter.inputs);
  draw.uniform(parameter.values, -bound, bound);
}

struct Way {
  std::string_view name;
  void (*draw)(InitialWeights&, const Parameter&);
};

constexpr std::array kWays = {Way{kInitialWeights[0], draw_seqgan},
                              Way{kInitialWeights[1], draw_relgan},
                              Way{kInitialWeights[2], draw_torch}};
static_assert(kWays.size() == kInitialWeights.size());

}  // namespace

void draw_convolutional_weights(std::string_view name, const torch::nn::Module& network,
                                RandomStream stream) {
  const Way& way = find_card(std::span<const Way>(kWays), name, "discriminator.initial_weights");
  InitialWeights draw(stream);
  double inputs = 0.0;
  for (auto& parameter : network.named_parameters()) {
    torch::Tensor& values = parameter.value();
    if (values.dim() > 1) inputs = static_cast<double>(values[0].numel());  // also of its bias
    way.draw(draw, {layer_of(parameter.key()), inputs, values});
  }
}

}  // namespace lingan
