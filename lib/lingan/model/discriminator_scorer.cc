#include <lingan/model/discriminator_scorer.h>

#include <algorithm>
#include <vector>

#include <lingan/model/device_completions.h>
#include <lingan/model/distinct_rows.h>

namespace lingan {
namespace {

constexpr int64_t kBlockRows = 32768;  // rows that are scored together

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

torch::Tensor DiscriminatorScorer::logits(const HardSentences& sentences) const {
  const Evaluation evaluation(discriminator_);
  return score_sentences(sentences);
}

torch::Tensor DiscriminatorScorer::logits(const engine::Completions& completions,
                                          std::span<const int64_t> rows) const {
  const Evaluation evaluation(discriminator_);
  return score_distinct(completions.tokens, rows, &completions);
}

torch::Tensor DiscriminatorScorer::logits(const engine::DeviceCompletions& completions) const {
  const Evaluation evaluation(discriminator_);
  return score_completions(completions);
}

torch::Tensor DiscriminatorScorer::score_sentences(const HardSentences& sentences) const {
  return score_by_module(sentences.sentences);
}

torch::Tensor DiscriminatorScorer::score_rows(const TokenBatch& rows,
                                              const engine::SharedPrefixes&) const {
  return score_by_module(to_sentences(rows));
}

torch::Tensor DiscriminatorScorer::score_completions(
    const engine::DeviceCompletions& completions) const {
  return score_by_module(to_sentences(completions));
}

torch::Tensor DiscriminatorScorer::score_distinct(const TokenBatch& batch,
                                                  std::span<const int64_t> rows,
                                                  const engine::Completions* completions) const {
  const DistinctRows distinct = distinct_rows(batch, rows);
  const std::span<const int64_t> all = distinct.rows;
  const auto count = static_cast<int64_t>(all.size());
  if (count == batch.rows && count <= kBlockRows) {  // all differ: no need to copy them
    return score_rows(batch, Prefixes(completions, all).view());
  }
  std::vector<torch::Tensor> scores;
  for (int64_t begin = 0; begin == 0 || begin < count; begin += kBlockRows) {
    const auto block = all.subspan(begin, std::min(kBlockRows, count - begin));
    scores.push_back(score_rows(select_rows(batch, block), Prefixes(completions, block).view()));
  }
  const torch::Tensor of_distinct = torch::cat(scores);
  return of_distinct.index_select(0, torch::tensor(distinct.place).to(of_distinct.device()));
}

torch::Tensor DiscriminatorScorer::score_by_module(const Sentences& sentences) const {
  const int64_t rows = sentences.rows(), block = module_rows(sentences);
  std::vector<torch::Tensor> scores;
  for (int64_t begin = 0; begin == 0 || begin < rows; begin += block) {
    const int64_t count = std::min(block, rows - begin);
    scores.push_back(discriminator_.logits(rows_of(sentences, begin, count)));
  }
  return torch::cat(scores);
}

}  // namespace lingan
