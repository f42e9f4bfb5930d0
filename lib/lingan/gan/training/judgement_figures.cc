#include <lingan/gan/training/judgement_figures.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/model/discriminators/discriminator_scorer.h>
#include <lingan/model/sentences/hard_sentences.h>
#include <lingan/model/sentences/missing_words.h>

namespace lingan {
namespace {

/// Rows of the stream of a step's fakes that no round of training reaches.
constexpr uint64_t kUnseenRows = uint64_t{1} << 40;

/// D's judgement by the objective.
class Judge {
 public:
  Judge(Discriminator& discriminator, SentenceValue value)
      : discriminator_(discriminator), value_(std::move(value)), scorer_(discriminator.scorer()) {}

  bool by_features() const { return value_.by_features; }

  /// One number a sentence.
  torch::Tensor operator()(const HardSentences& sentences) const {
    if (!is_by_engine(sentences.sentences)) return by_module(sentences.sentences);
    const torch::Tensor values = scorer_->values(sentences, value_);
    return values.dim() == 2 ? values.mean(1) : values;
  }
  /// The same of sentences in any form.
  torch::Tensor operator()(const Sentences& sentences) const {
    if (!is_by_engine(sentences)) return by_module(sentences);
    return (*this)(hard_sentences(to_token_batch(sentences)));
  }

 private:
  bool is_by_engine(const Sentences& sentences) const {
    return sentences.tokens.defined() && sentences.tokens.is_cpu() &&
           !judges_tokens(discriminator_.options()) && !judges_by_batch(discriminator_.options());
  }
  torch::Tensor by_module(const Sentences& sentences) const {
    return value_.by_features ? value_(discriminator_.features(sentences))
                              : discriminator_.judge(sentences).per_sentence();
  }

  Discriminator& discriminator_;
  SentenceValue value_;
  std::unique_ptr<DiscriminatorScorer> scorer_;  // much faster than the module, of hard sentences
};

/// Judgements of sentences, [N] on the CPU, block by block: relaxed sentences are wide.
/// @param block  gives the sentences first..first + rows - 1, in a form that a judge takes.
template <class Block>
torch::Tensor outputs(const Judge& judge, int64_t count, int64_t block_rows, const Block& block) {
  std::vector<torch::Tensor> all;
  for (int64_t first = 0; first < count; first += block_rows) {
    all.push_back(judge(block(first, std::min(block_rows, count - first))));
  }
  return torch::cat(all).to(torch::kCPU, torch::kFloat64);
}

}  // namespace

TokenBatch spread_rows(const TokenBatch& corpus, int64_t count) {
  std::vector<int64_t> rows(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) rows[i] = i * corpus.rows / count;
  return select_rows(corpus, rows);
}

double ranking_accuracy(const torch::Tensor& real, const torch::Tensor& fake) {
  const auto difference = real.unsqueeze(1) - fake.unsqueeze(0);
  return ((difference > 0).to(torch::kFloat64) + 0.5 * (difference == 0).to(torch::kFloat64))
      .mean()
      .item<double>();
}

std::map<std::string, double> judgement_figures(const TrainingState& state, int64_t step) {
  const int64_t count = std::min(kJudgedSentences, state.data.validation.rows);
  if (count == 0 || !state.players.discriminator) return {};
  const torch::NoGradGuard no_gradient;
  Discriminator& discriminator = *state.players.discriminator;
  const GeneratorStepScope scope(*state.players.generator, &discriminator);
  const int64_t block_rows = state.recipe.training.batch_size;
  const HardSentences held_out = hard_sentences(
      lacking_as(spread_rows(state.data.validation, count), state.data.train, state.data.specials));
  StepContext context = state.context(held_out.sentences, step);
  const Sentences text =
      to_sentences(spread_rows(state.data.train, std::min(block_rows, state.data.train.rows)));
  const Judge judge(discriminator, state.players.objective->judgement(discriminator, text));
  const auto& objective = find_card(objectives(), state.recipe.objective, "objective");
  if (objective.outputs == Outputs::kNone && !judge.by_features()) return {};
  const auto real = outputs(judge, count, block_rows, [&](int64_t first, int64_t rows) {
    return rows_of(held_out, first, rows);
  });
  const auto fake = outputs(judge, count, block_rows, [&](int64_t first, int64_t rows) {
    return state.players.strategy->fakes_for_discriminator(
        context, rows, kUnseenRows + static_cast<uint64_t>(first));
  });
  return {{"discriminator-accuracy", ranking_accuracy(real, fake)},
          {"real-output", real.mean().item<double>()},
          {"fake-output", fake.mean().item<double>()}};
}

}  // namespace lingan
