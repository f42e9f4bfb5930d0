#include <lingan/model/generators/labelled_generator.h>

#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

[[noreturn]] void refuse() {
  throw UsageError(
      "generator.labels: each label has a network of its own; take one of of_labels()");
}

/// Its network number in the streams of weights: those below 2^16 are of other networks.
uint32_t network_of(RandomStream stream, size_t label) {
  return stream.step + (static_cast<uint32_t>(label) << 16);
}

}  // namespace

LabelledGenerator::LabelledGenerator(const GeneratorOptions& options, RandomStream stream)
    : Generator(options, WithoutWeights()) {
  GeneratorOptions own = options;
  own.labels = "none";
  own.label_sentences.clear();
  for (size_t label = 0; label < options.label_sentences.size(); ++label) {
    const RandomStream of_label{stream.seed, stream.purpose, network_of(stream, label)};
    networks_.push_back(
        register_module(fmt::format("label_{}", label), make_generator(own, of_label)));
  }
}

std::vector<Generator*> LabelledGenerator::of_labels() {
  std::vector<Generator*> all;
  for (const auto& network : networks_) all.push_back(network.get());
  return all;
}

std::shared_ptr<const Generator> LabelledGenerator::of_label(size_t label) const {
  return networks_.at(label);
}

std::unique_ptr<engine::Rollouts> LabelledGenerator::rollouts(const SpecialTokens& specials,
                                                              engine::Precision precision) const {
  return labelled_rollouts(specials, precision);
}

void LabelledGenerator::forbid(std::span<const int32_t> ids) {
  for (const auto& network : networks_) network->forbid(ids);
}

std::vector<torch::Tensor> LabelledGenerator::initial_state(int64_t) const { refuse(); }

torch::Tensor LabelledGenerator::advance(const torch::Tensor&, std::vector<torch::Tensor>&) {
  refuse();
}

torch::Tensor LabelledGenerator::hidden(const torch::Tensor&, const torch::Tensor&) { refuse(); }

}  // namespace lingan
