#include <lingan/model/discriminator_scorer.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <lingan/base/large_buffer.h>
#include <lingan/engine/rollouts/row_chunks.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/device_scores.h>
#include <lingan/model/device_sentences.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

constexpr int64_t kTableRows = 32768;  // rows whose features are held at once
constexpr int64_t kModuleRows = 256;   // rows of one forward of the module

// Evaluation mode for a while.
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
  torch::nn::Module& module_;
  bool was_training_;
};

std::span<const float> floats(const torch::Tensor& tensor) {
  return {tensor.const_data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

std::optional<engine::TokenWindowFeatures> pack_windows(
    const ConvolutionalDiscriminator& discriminator) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> kept;  // keeps what the banks view alive
  std::vector<engine::TokenWindowBank> banks;
  for (size_t i = 0; i < discriminator.filter_weights().size(); ++i) {
    const torch::Tensor weight = discriminator.filter_weights()[i].contiguous();
    const torch::Tensor bias = discriminator.filter_biases()[i].contiguous();
    banks.push_back(
        {static_cast<int32_t>(weight.size(1)), weight.size(0), floats(weight), floats(bias)});
    kept.insert(kept.end(), {weight, bias});
  }
  const torch::Tensor table = discriminator.embeddings().contiguous();
  return engine::TokenWindowFeatures(floats(table), table.size(1), banks);
}

engine::HighwayScores pack_highway(const ConvolutionalDiscriminator& discriminator,
                                   engine::Precision precision) {
  const torch::NoGradGuard no_grad;
  const auto parameters = discriminator.named_parameters();
  const torch::Tensor weight = parameters["highway_weight"].contiguous();
  const torch::Tensor bias = parameters["highway_bias"].contiguous();
  const torch::Tensor output = parameters["output_weight"].contiguous();
  return {{floats(weight), floats(bias), floats(output), parameters["output_bias"].item<float>()},
          precision};
}

// Some rows of a batch and what they share.
struct Selection {
  TokenBatch rows;
  std::vector<int64_t> sentence;
  std::vector<int32_t> prefix_length;
  engine::SharedPrefixes shared() const { return {sentence, prefix_length}; }
};

std::string_view bytes_of_row(const TokenBatch& batch, int64_t row) {
  return {reinterpret_cast<const char*>(batch.tokens.data() + row * batch.width),
          batch.width * sizeof(int32_t)};
}

// The different rows of a batch, and for every row which of them it equals.
Selection distinct_rows(const TokenBatch& batch, const engine::SharedPrefixes& shared,
                        std::vector<int64_t>& place) {
  Selection distinct;
  distinct.rows.width = batch.width;
  std::unordered_map<std::string_view, int64_t> seen;
  seen.reserve(batch.rows);
  for (int64_t row = 0; row < batch.rows; ++row) {
    const auto [entry, is_new] = seen.try_emplace(bytes_of_row(batch, row), distinct.rows.rows);
    place.push_back(entry->second);
    if (!is_new) continue;
    ++distinct.rows.rows;
    distinct.rows.lengths.push_back(batch.lengths[row]);
    const auto tokens = batch.tokens.begin() + row * batch.width;
    distinct.rows.tokens.insert(distinct.rows.tokens.end(), tokens, tokens + batch.width);
    if (shared.sentence.empty()) continue;
    distinct.sentence.push_back(shared.sentence[row]);
    distinct.prefix_length.push_back(shared.prefix_length[row]);
  }
  return distinct;
}

Selection slice(const TokenBatch& batch, const engine::SharedPrefixes& shared, int64_t begin,
                int64_t rows) {
  const auto tokens = batch.tokens.begin() + begin * batch.width;
  const auto lengths = batch.lengths.begin() + begin;
  Selection part{
      {rows, batch.width, {tokens, tokens + rows * batch.width}, {lengths, lengths + rows}},
      {},
      {}};
  if (!shared.sentence.empty()) {
    const auto sentence = shared.sentence.begin() + begin;
    const auto prefix = shared.prefix_length.begin() + begin;
    part.sentence.assign(sentence, sentence + rows);
    part.prefix_length.assign(prefix, prefix + rows);
  }
  return part;
}

}  // namespace

DiscriminatorScorer::DiscriminatorScorer(Discriminator& discriminator, engine::Precision precision)
    : discriminator_(discriminator) {
  if (discriminator.options().kind != "cnn") return;
  convolutional_ = dynamic_cast<ConvolutionalDiscriminator*>(&discriminator);
  if (convolutional_ == nullptr || device_kernels(convolutional_->embeddings())) return;
  windows_ = pack_windows(*convolutional_);
  highway_ = pack_highway(*convolutional_, precision);
}

torch::Tensor DiscriminatorScorer::logits(const engine::Completions& completions) const {
  return score(completions.tokens, {completions.sentence, completions.prefix_length});
}

torch::Tensor DiscriminatorScorer::logits(const engine::DeviceCompletions& completions) const {
  const torch::NoGradGuard no_grad;
  const Evaluation evaluation(discriminator_);
  if (convolutional_ != nullptr && can_score_on_device(*convolutional_, completions.width)) {
    return score_on_device(*convolutional_, completions);
  }
  return score_by_module(to_sentences(completions));
}

torch::Tensor DiscriminatorScorer::logits(const Sentences& sentences) const {
  if (windows_) return score(to_token_batch(sentences), {});
  const torch::NoGradGuard no_grad;
  const Evaluation evaluation(discriminator_);
  const torch::Tensor& tokens = sentences.tokens;
  if (convolutional_ != nullptr && can_score_on_device(*convolutional_, tokens.size(1))) {
    return score_on_device(*convolutional_, tokens.to(torch::kInt32).contiguous());
  }
  return score_by_module(sentences);
}

torch::Tensor DiscriminatorScorer::score(const TokenBatch& rows,
                                         const engine::SharedPrefixes& shared) const {
  const torch::NoGradGuard no_grad;
  const Evaluation evaluation(discriminator_);
  if (rows.rows == 0) return discriminator_.logits(to_sentences(rows));
  std::vector<int64_t> place;
  const Selection distinct = distinct_rows(rows, shared, place);
  const bool fits = windows_ && rows.width >= windows_->widest();
  std::vector<torch::Tensor> scores;
  for (int64_t begin = 0; begin < distinct.rows.rows; begin += kTableRows) {
    const int64_t count = std::min(kTableRows, distinct.rows.rows - begin);
    const Selection part = slice(distinct.rows, distinct.shared(), begin, count);
    const engine::TokenWindowWork work =
        fits ? windows_->work(part.rows) : engine::TokenWindowWork{};
    scores.push_back(fits && work.tables < work.dense ? score_by_tables(part.rows, part.shared())
                                                      : score_by_module(to_sentences(part.rows)));
  }
  const torch::Tensor found = torch::cat(scores);
  return found.index_select(0, torch::tensor(place).to(found.device()));
}

torch::Tensor DiscriminatorScorer::score_by_tables(const TokenBatch& rows,
                                                   const engine::SharedPrefixes& shared) const {
  const auto count = static_cast<size_t>(rows.rows * windows_->feature_count());
  LargeBuffer found(count);
  const std::span<float> features{found.data(), count};
  torch::Tensor scores = torch::empty({rows.rows});
  windows_->compute(rows, shared, features);
  highway_->compute(features, {scores.data_ptr<float>(), static_cast<size_t>(rows.rows)});
  return scores;
}

torch::Tensor DiscriminatorScorer::score_by_module(const Sentences& sentences) const {
  std::vector<torch::Tensor> scores;
  for (int64_t begin = 0; begin < std::max<int64_t>(1, sentences.rows()); begin += kModuleRows) {
    const int64_t count = std::min(kModuleRows, sentences.rows() - begin);
    scores.push_back(discriminator_.logits(rows_of(sentences, begin, count)));
  }
  return torch::cat(scores);
}

}  // namespace lingan
