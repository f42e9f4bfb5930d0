#include <lingan/model/generators/source_rollouts.h>

#include <utility>

#include <lingan/base/error.h>
#include <lingan/model/float_span.h>

namespace lingan {
namespace {

constexpr int64_t kBlockRows = 1024;

}  // namespace

SourceRollouts::SourceRollouts(std::unique_ptr<const engine::Rollouts> rollouts,
                               std::shared_ptr<const SourceTable> sources, States states)
    : rollouts_(std::move(rollouts)), sources_(std::move(sources)), states_(std::move(states)) {}

torch::Tensor SourceRollouts::states_of(const std::vector<int32_t>& numbers) const {
  if (numbers.empty()) return torch::empty({0});
  const torch::NoGradGuard no_gradient;
  const torch::Tensor all = torch::tensor(numbers, torch::kInt64);
  std::vector<torch::Tensor> states;
  for (const torch::Tensor& block : all.split(kBlockRows)) states.push_back(states_(block));
  return torch::cat(states).contiguous();
}

engine::Samples SourceRollouts::sample(const engine::SampleRequest& request) const {
  std::vector<int32_t> sources;
  for (int64_t row = 0; row < request.rows; ++row) {
    const uint64_t place = (request.first_row + static_cast<uint64_t>(row)) /
                           static_cast<uint64_t>(sources_->sentences_of_each);
    sources.push_back(sources_->sampled[place % sources_->sampled.size()]);
  }
  engine::SampleRequest started = request;
  const torch::Tensor states = states_of(sources);
  started.initial_states = float_span(states);
  engine::Samples samples = rollouts_->sample(started);
  samples.tokens.labels = std::move(sources);
  return samples;
}

void SourceRollouts::complete(const TokenBatch&, const engine::RolloutRequest&,
                              const std::function<void(const engine::Completions&)>&) const {
  throw UsageError("generator.source: prefixes of sentences with sources are not completed");
}

std::vector<float> SourceRollouts::log_probabilities(const TokenBatch& sentences,
                                                     std::span<const float>) const {
  if (sentences.labels.size() != static_cast<size_t>(sentences.rows)) {
    throw UsageError("the sentences have no sources, by which the generator goes");
  }
  return rollouts_->log_probabilities(sentences, float_span(states_of(sentences.labels)));
}

}  // namespace lingan
