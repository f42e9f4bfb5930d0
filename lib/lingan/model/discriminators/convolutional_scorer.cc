#include <lingan/model/discriminators/convolutional_scorer.h>

#include <utility>
#include <vector>

#include <lingan/base/large_buffer.h>

namespace lingan {
namespace {

constexpr int64_t kFeatureRows = 2048;  // whose features are held together

}  // namespace

ConvolutionalScorer::ConvolutionalScorer(ConvolutionalDiscriminator& discriminator,
                                         engine::TokenWindowFeatures windows,
                                         std::optional<engine::HighwayScores> highway)
    : DiscriminatorScorer(discriminator),
      discriminator_(discriminator),
      windows_(std::move(windows)),
      highway_(std::move(highway)) {}

torch::Tensor ConvolutionalScorer::value_sentences(const HardSentences& sentences,
                                                   const SentenceValue& value) const {
  if (sentences.is_on_device()) return DiscriminatorScorer::value_sentences(sentences, value);
  return value_distinct({sentences.batch, all_rows(sentences.batch), nullptr}, value);
}

bool ConvolutionalScorer::is_cheaper_by_tables(const TokenBatch& rows) const {
  if (rows.width < windows_.widest()) return false;
  const engine::TokenWindowWork work = windows_.work(rows);
  return work.tables < work.dense;
}

torch::Tensor ConvolutionalScorer::value_rows(const TokenBatch& rows,
                                              const engine::SharedPrefixes& shared,
                                              const SentenceValue& value) const {
  if (!is_cheaper_by_tables(rows)) return DiscriminatorScorer::value_rows(rows, shared, value);
  const int64_t features = windows_.feature_count();
  const auto count = static_cast<size_t>(rows.rows * features);
  LargeBuffer buffer(count);
  const std::span<float> maxima{buffer.data(), count};
  windows_.compute(rows, shared, maxima);
  if (value.by_features || !highway_) {
    return value_maxima(torch::from_blob(buffer.data(), {rows.rows, features}), value);
  }
  torch::Tensor outputs = torch::empty({rows.rows});
  highway_->compute(maxima, {outputs.data_ptr<float>(), static_cast<size_t>(rows.rows)});
  return value(outputs);
}

torch::Tensor ConvolutionalScorer::value_maxima(const torch::Tensor& maxima,
                                                const SentenceValue& value) const {
  std::vector<torch::Tensor> values;
  for (const torch::Tensor& rows : maxima.split(kFeatureRows)) {
    values.push_back(value(value.by_features ? discriminator_.features_of_maxima(rows)
                                             : discriminator_.logits_of_maxima(rows)));
  }
  return torch::cat(values);
}

}  // namespace lingan
