#include <lingan/model/generators/source_rollouts.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/float_span.h>

namespace lingan {
namespace {

constexpr int64_t kBlockRows = 1024;

}  // namespace

SourceRollouts::SourceRollouts(std::unique_ptr<const engine::Rollouts> rollouts,
                               std::shared_ptr<const SourceTable> sources, States states,
                               bool of_itself)
    : rollouts_(std::move(rollouts)),
      sources_(std::move(sources)),
      states_(std::move(states)),
      of_itself_(of_itself) {}

TokenBatch SourceRollouts::numbered(const std::vector<int32_t>& numbers) const {
  const std::vector<int64_t> rows(numbers.begin(), numbers.end());
  return select_rows(sources_->sentences, rows);
}

torch::Tensor SourceRollouts::states_of(const TokenBatch& sources) const {
  if (sources.rows == 0) return torch::empty({0});
  const torch::NoGradGuard no_gradient;
  const Sentences all = to_sentences(sources, torch::kCPU);
  std::vector<torch::Tensor> states;
  for (int64_t begin = 0; begin < sources.rows; begin += kBlockRows) {
    states.push_back(states_(rows_of(all, begin, std::min(kBlockRows, sources.rows - begin))));
  }
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
  const torch::Tensor states = states_of(numbered(sources));
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
  if (!of_itself_ && sentences.labels.size() != static_cast<size_t>(sentences.rows)) {
    throw UsageError("the sentences have no sources, by which the generator goes");
  }
  const torch::Tensor states = states_of(of_itself_ ? sentences : numbered(sentences.labels));
  return rollouts_->log_probabilities(sentences, float_span(states));
}

}  // namespace lingan
