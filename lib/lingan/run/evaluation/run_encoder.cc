#include <lingan/run/evaluation/run_encoder.h>

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/option_key.h>
#include <lingan/base/progress.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/variational.h>
#include <lingan/model/one_torch_thread.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/run/training/run_state.h>

namespace lingan {
namespace {

constexpr int64_t kBlockSentences = 256;

bool has_encoder(const StrategyCard& card) {
  return std::ranges::find(card.players, kEncoder) != card.players.end();
}

[[noreturn]] void refuse(const RunDirectory& run) {
  std::vector<std::string_view> names;
  for (const StrategyCard& card : strategies()) {
    if (has_encoder(card)) names.push_back(card.name);
  }
  const std::string& strategy = run.spec().recipe.strategy;
  const std::string own = strategy.empty()
                              ? "has no strategy, and so no"
                              : "has the strategy " + quote_toml(strategy) + ", without an";
  throw UsageError(
      fmt::format("{}: its recipe {} encoder of sentences; strategies that have one: {}",
                  run.path().string(), own, fmt::join(names, ", ")));
}

std::shared_ptr<CodeEncoder> encoder_of(const Players& players) {
  const auto network = players.networks.find(std::string(kEncoder));
  return network == players.networks.end()
             ? nullptr
             : std::dynamic_pointer_cast<CodeEncoder>(network->second);
}

}  // namespace

bool has_encoder(const Recipe& recipe) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  return card != nullptr && has_encoder(*card);
}

RunEncoder::RunEncoder(const RunDirectory& run) {
  if (!has_encoder(run.spec().recipe)) refuse(run);
  state_ = load_state(run);
  encoder_ = encoder_of(state_->players);
  if (encoder_ == nullptr) refuse(run);
  averaged_ = std::make_unique<AveragedWeights>(
      *state_->players.network_optimizers.at(std::string(kEncoder)));
}

Posterior RunEncoder::posterior(const TokenBatch& sentences) const {
  const OneTorchThread one_torch_thread;
  const torch::NoGradGuard no_gradient;
  const Posterior posterior = encoder_->forward(to_sentences(sentences));
  return {.mean = posterior.mean.to(torch::kCPU),
          .log_variance = posterior.log_variance.to(torch::kCPU)};
}

metrics::SentenceVectors RunEncoder::codes(const TokenBatch& sentences) const {
  const OneTorchThread one_torch_thread;
  const torch::NoGradGuard no_gradient;
  Progress progress("encoding", sentences.rows, "sentences");
  metrics::SentenceVectors vectors;
  const Sentences all = to_sentences(sentences);
  for (int64_t first = 0; first < sentences.rows; first += kBlockSentences) {
    const int64_t count = std::min(kBlockSentences, sentences.rows - first);
    const torch::Tensor means = encoder_->forward(rows_of(all, first, count))
                                    .mean.to(torch::kCPU, torch::kFloat64)
                                    .contiguous();
    vectors.width = means.size(1);
    const double* numbers = means.const_data_ptr<double>();
    vectors.values.insert(vectors.values.end(), numbers, numbers + means.numel());
    progress.update(first + count);
  }
  return vectors;
}

}  // namespace lingan
