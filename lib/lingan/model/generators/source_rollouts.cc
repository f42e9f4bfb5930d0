#include <lingan/model/generators/source_rollouts.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/float_span.h>

namespace lingan {
namespace {

constexpr int64_t kCodedRows = 1024;

}  // namespace

SourceRollouts::SourceRollouts(std::unique_ptr<const engine::Rollouts> rollouts,
                               std::shared_ptr<const SourceTable> sources, States states,
                               const SpecialTokens& specials, bool of_itself)
    : rollouts_(std::move(rollouts)),
      sources_(std::move(sources)),
      states_(std::move(states)),
      specials_(specials),
      of_itself_(of_itself) {
  const std::vector<int32_t>& tokens = sources_->sentences.tokens;
  if (std::ranges::find(tokens, specials_.bos) == tokens.end()) return;
  filling_ = dynamic_cast<const engine::FillingRollouts*>(rollouts_.get());
  if (filling_ == nullptr) throw UsageError("generator.cell: its sampling fills no holes");
}

TokenBatch SourceRollouts::known(const engine::SampleRequest& request,
                                 const std::vector<int32_t>& sources) const {
  TokenBatch tokens = TokenBatch::filled(request.rows, request.length, specials_.filler());
  for (int64_t row = 0; row < request.rows; ++row) {
    const auto source = sources_->sentences.row(sources[static_cast<size_t>(row)]);
    if (std::ssize(source) > request.length) {
      throw UsageError("a masked sentence is longer than those that are asked for");
    }
    tokens.lengths[static_cast<size_t>(row)] = static_cast<int32_t>(source.size());
    std::ranges::replace_copy(source, tokens.tokens.begin() + row * request.length, specials_.bos,
                              engine::kHole);
  }
  return tokens;
}

TokenBatch SourceRollouts::numbered(const std::vector<int32_t>& numbers) const {
  const std::vector<int64_t> rows(numbers.begin(), numbers.end());
  return select_rows(sources_->sentences, rows);
}

torch::Tensor SourceRollouts::states_of(const TokenBatch& sources) const {
  if (sources.rows == 0) return torch::empty({0});
  const torch::NoGradGuard no_gradient;
  const Sentences all = to_sentences(sources, torch::kCPU);
  std::vector<torch::Tensor> states;
  for (int64_t begin = 0; begin < sources.rows; begin += kCodedRows) {
    states.push_back(states_(rows_of(all, begin, std::min(kCodedRows, sources.rows - begin))));
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
  engine::Samples samples = filling_ == nullptr ? rollouts_->sample(started)
                                                : filling_->fill(started, known(request, sources));
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
  std::vector<float> all = rollouts_->log_probabilities(sentences, float_span(states));
  for (int64_t row = 0; filling_ != nullptr && row < sentences.rows; ++row) {
    const auto source = sources_->sentences.row(sentences.labels[static_cast<size_t>(row)]);
    for (int64_t t = 0; t < sentences.width; ++t) {
      const bool is_open =
          t < std::ssize(source) && source[static_cast<size_t>(t)] == specials_.bos;
      if (!is_open) all[row * sentences.width + t] = 0.0F;
    }
  }
  return all;
}

}  // namespace lingan
