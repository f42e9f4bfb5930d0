#include <lingan/model/convolutional_scorer.h>

#include <utility>

#include <lingan/base/large_buffer.h>

namespace lingan {

ConvolutionalScorer::ConvolutionalScorer(Discriminator& discriminator,
                                         engine::TokenWindowFeatures windows,
                                         engine::HighwayScores highway)
    : DiscriminatorScorer(discriminator),
      windows_(std::move(windows)),
      highway_(std::move(highway)) {}

torch::Tensor ConvolutionalScorer::score_sentences(const HardSentences& sentences) const {
  if (sentences.is_on_device()) return DiscriminatorScorer::score_sentences(sentences);
  return score_distinct(sentences.batch, all_rows(sentences.batch), nullptr);
}

bool ConvolutionalScorer::is_cheaper_by_tables(const TokenBatch& rows) const {
  if (rows.width < windows_.widest()) return false;
  const engine::TokenWindowWork work = windows_.work(rows);
  return work.tables < work.dense;
}

torch::Tensor ConvolutionalScorer::score_rows(const TokenBatch& rows,
                                              const engine::SharedPrefixes& shared) const {
  if (!is_cheaper_by_tables(rows)) return DiscriminatorScorer::score_rows(rows, shared);
  const auto count = static_cast<size_t>(rows.rows * windows_.feature_count());
  LargeBuffer buffer(count);
  const std::span<float> features{buffer.data(), count};
  torch::Tensor scores = torch::empty({rows.rows});
  windows_.compute(rows, shared, features);
  highway_.compute(features, {scores.data_ptr<float>(), static_cast<size_t>(rows.rows)});
  return scores;
}

}  // namespace lingan
