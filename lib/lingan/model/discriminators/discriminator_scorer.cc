#include <lingan/model/discriminators/discriminator_scorer.h>

#include <algorithm>
#include <vector>

#include <lingan/model/sentences/device_completions.h>
#include <lingan/model/sentences/distinct_rows.h>

namespace lingan {
namespace {

constexpr int64_t kJudgedRows = 32768;  // rows that are judged together

/// Rows of one forward of the module: what caches hold on a CPU, what fills a device.
int64_t module_rows(const Sentences& sentences) { return sentences.tokens.is_cuda() ? 8192 : 256; }

/// Evaluation mode without gradients for a while.
class Evaluation {
 public:
  explicit Evaluation(torch::nn::Module& module)
      : module_(module), was_training_(module.is_training()) {
    if (was_training_) module_.eval();
  }
  ~Evaluation() {
    if (was_training_) module_.train();
  }
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

 private:
  torch::NoGradGuard no_gradient_;
  torch::nn::Module& module_;
  bool was_training_;
};

/// What rows of completions share.
struct Prefixes {
  std::vector<int64_t> sentence;
  std::vector<int32_t> length;

  Prefixes(const engine::Completions* completions, std::span<const int64_t> rows) {
    if (completions == nullptr) return;
    for (const int64_t row : rows) {
      sentence.push_back(completions->sentence(row));
      length.push_back(completions->prefix_length(row));
    }
  }
  engine::SharedPrefixes view() const { return {sentence, length}; }
};

}  // namespace

std::unique_ptr<DiscriminatorScorer> Discriminator::scorer(engine::Precision) {
  return std::make_unique<DiscriminatorScorer>(*this);
}

torch::Tensor DiscriminatorScorer::values(const HardSentences& sentences,
                                          const SentenceValue& value) const {
  const Evaluation evaluation(discriminator_);
  return value_sentences(sentences, value);
}

torch::Tensor DiscriminatorScorer::values(const engine::Completions& completions,
                                          std::span<const int64_t> rows,
                                          const SentenceValue& value) const {
  const Evaluation evaluation(discriminator_);
  return value_distinct({completions.tokens, rows, &completions}, value);
}

torch::Tensor DiscriminatorScorer::values(const engine::DeviceCompletions& completions,
                                          const SentenceValue& value) const {
  const Evaluation evaluation(discriminator_);
  return value_completions(completions, value);
}

torch::Tensor DiscriminatorScorer::value_sentences(const HardSentences& sentences,
                                                   const SentenceValue& value) const {
  return value_by_module(sentences.sentences, value);
}

torch::Tensor DiscriminatorScorer::value_rows(const TokenBatch& rows, const engine::SharedPrefixes&,
                                              const SentenceValue& value) const {
  return value_by_module(to_sentences(rows), value);
}

torch::Tensor DiscriminatorScorer::value_completions(const engine::DeviceCompletions& completions,
                                                     const SentenceValue& value) const {
  return value_by_module(to_sentences(completions), value);
}

torch::Tensor DiscriminatorScorer::value_distinct(const ChosenRows& chosen,
                                                  const SentenceValue& value) const {
  const auto& [batch, rows, completions] = chosen;
  const DistinctRows distinct = distinct_rows(batch, rows);
  const std::span<const int64_t> all = distinct.rows;
  const auto count = static_cast<int64_t>(all.size());
  if (count == batch.rows && count <= kJudgedRows) {  // all differ: no need to copy them
    return value_rows(batch, Prefixes(completions, all).view(), value);
  }
  std::vector<torch::Tensor> values;
  for (int64_t begin = 0; begin == 0 || begin < count; begin += kJudgedRows) {
    const auto block = all.subspan(begin, std::min(kJudgedRows, count - begin));
    values.push_back(
        value_rows(select_rows(batch, block), Prefixes(completions, block).view(), value));
  }
  const torch::Tensor of_distinct = torch::cat(values);
  return of_distinct.index_select(0, torch::tensor(distinct.place).to(of_distinct.device()));
}

torch::Tensor DiscriminatorScorer::value_by_module(const Sentences& sentences,
                                                   const SentenceValue& value) const {
  const int64_t rows = sentences.rows(), block = module_rows(sentences);
  std::vector<torch::Tensor> values;
  for (int64_t begin = 0; begin == 0 || begin < rows; begin += block) {
    const Sentences some = rows_of(sentences, begin, std::min(block, rows - begin));
    values.push_back(
        value(value.by_features ? discriminator_.features(some) : discriminator_.logits(some)));
  }
  return torch::cat(values);
}

}  // namespace lingan
