#include <lingan/run/evaluation/lstm_language_model.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/progress.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/metrics/no_value.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/one_torch_thread.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/text/corpus/corpus_split.h>

namespace lingan {
namespace {

using metrics::SentenceList;
using metrics::SentenceVectors;

constexpr char kRecipe[] = R"(
name = "language-model"
[generator]
cell = "lstm"
embedding_width = 128
hidden_width = 128
tied_embeddings = true
input_dropout = 0.2
output_dropout = 0.5
[optimizer.likelihood]
learning_rate = 3e-3
weight_decay = 0.05
gradient_clip = 5.0
[training]
batch_size = 32
pretrain_epochs = 40
pretrain_patience = 3
select = "nll"
)";
constexpr uint64_t kModelSeed = 1;
constexpr double kValidationShare = 0.1;
constexpr int64_t kEncodedTogether = 256;  // sentences encoded at a time

/// Ids of any numbering as words of a vocabulary, in the order in which a tokenizer has them: the
/// most frequent first.
class ModelWords {
 public:
  void learn(const SentenceList& sentences, const std::vector<int64_t>& rows) {
    std::map<int32_t, int64_t> counts;
    for (const int64_t row : rows) {
      for (const int32_t id : sentences[row]) ++counts[id];
    }
    std::vector<std::pair<int32_t, int64_t>> order(counts.begin(), counts.end());
    std::ranges::stable_sort(order, std::greater<>(), &std::pair<int32_t, int64_t>::second);
    for (const auto& [id, count] : order) numbers_.emplace(id, size());
  }

  SpecialTokens specials() const { return {}; }
  int32_t size() const { return specials().unk + 1 + static_cast<int32_t>(numbers_.size()); }

  TokenBatch rows_of(const SentenceList& sentences, const std::vector<int64_t>& rows) const {
    int64_t longest = 0;
    for (const int64_t row : rows) longest = std::max(longest, sentences.length(row));
    const auto width = static_cast<int32_t>(longest + 1);
    auto batch = TokenBatch::filled(static_cast<int64_t>(rows.size()), width, specials().pad);
    for (size_t i = 0; i < rows.size(); ++i) {
      int32_t* cell = batch.tokens.data() + i * static_cast<size_t>(width);
      for (const int32_t id : sentences[rows[i]]) *cell++ = number(id);
      *cell = specials().eos;
      batch.lengths[i] = static_cast<int32_t>(sentences.length(rows[i]) + 1);
    }
    return batch;
  }

 private:
  int32_t number(int32_t id) const {
    const auto known = numbers_.find(id);
    return known == numbers_.end() ? specials().unk : known->second;
  }

  std::unordered_map<int32_t, int32_t> numbers_;
};

/// Shows how far the training is.
class Display : public TrainingObserver {
 public:
  explicit Display(int64_t sentences)
      : label_(fmt::format("learning an LSTM from {} sentences", sentences)) {}

  bool advanced(const TrainingProgress& progress) override {
    throw_if_interrupted();
    if (!progress_) progress_.emplace(label_, progress.total, "steps");
    progress_->update(progress.done, progress.note);
    return true;
  }

 private:
  std::string label_;
  std::optional<Progress> progress_;  // once it is known how many steps there are
};

/// The sentences that have a word at least, as a corpus is split.
TrainingData training_data(const SentenceList& learnt, ModelWords& words) {
  std::vector<int64_t> lines;
  for (int64_t i = 0; i < learnt.size(); ++i) {
    if (learnt.length(i) > 0) lines.push_back(i);
  }
  if (lines.size() < 2) {
    throw metrics::NoValue("a language model needs two sentences at least to learn from");
  }
  const CorpusSplit split(static_cast<int64_t>(lines.size()), kValidationShare, 0, kModelSeed);
  std::vector<int64_t> train, validation;
  for (size_t line = 0; line < lines.size(); ++line) {
    const bool is_held_out = split.part(static_cast<int64_t>(line)) == CorpusPart::kValidation;
    (is_held_out ? validation : train).push_back(lines[line]);
  }
  words.learn(learnt, train);
  return {.train = words.rows_of(learnt, train),
          .validation = words.rows_of(learnt, validation),
          .specials = words.specials(),
          .vocabulary_size = words.size()};
}

/// Numbers of sentences: first, first + 1, ...
std::vector<int64_t> rows_from(int64_t first, int64_t count) {
  std::vector<int64_t> rows(static_cast<size_t>(count));
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

class LstmLanguageModel : public metrics::LanguageModel {
 public:
  explicit LstmLanguageModel(const SentenceList& learnt)
      : trainer_(language_model_recipe(), training_data(learnt, words_), kModelSeed) {
    Display display(learnt.size());
    trainer_.run(display);
  }

  metrics::SentenceLogProbabilities log_probabilities(
      const SentenceList& sentences) const override {
    require_some(sentences);
    const TokenBatch batch = words_.rows_of(sentences, rows_from(0, sentences.size()));
    const auto rollouts = trainer_.generator().rollouts(words_.specials());
    return {.log_probabilities = rollouts->log_probabilities(batch),
            .lengths = batch.lengths,
            .width = batch.width};
  }

  SentenceVectors vectors(const SentenceList& sentences) const override {
    require_some(sentences);
    const torch::NoGradGuard no_gradient;
    const OneTorchThread one_torch_thread;
    const auto generator = trainer_.generator().clone_on_cpu();
    SentenceVectors vectors{.width = generator->options().hidden_width, .values = {}};
    Progress progress("encoding sentences", sentences.size(), "sentences");
    for (int64_t first = 0; first < sentences.size(); first += kEncodedTogether) {
      throw_if_interrupted();
      const int64_t count = std::min(kEncodedTogether, sentences.size() - first);
      const torch::Tensor means =
          mean_states(*generator, words_.rows_of(sentences, rows_from(first, count)));
      const auto* numbers = means.const_data_ptr<double>();
      vectors.values.insert(vectors.values.end(), numbers, numbers + means.numel());
      progress.update(first + count);
    }
    return vectors;
  }

 private:
  static void require_some(const SentenceList& sentences) {
    if (sentences.size() == 0) throw metrics::NoValue("there is no sentence to score");
  }

  /// [B, H], float64.  @param generator  on the CPU.
  static torch::Tensor mean_states(Generator& generator, const TokenBatch& batch) {
    const torch::Tensor lengths = torch::tensor(batch.lengths, torch::kInt64);
    const torch::Tensor tokens =
        torch::tensor(batch.tokens, torch::kInt64).view({batch.rows, batch.width});
    const torch::Tensor states = generator.hidden(tokens).to(torch::kFloat64);
    const torch::Tensor own = inside(lengths, batch.width).unsqueeze(2);
    return ((states * own).sum(1) / lengths.unsqueeze(1)).contiguous();
  }

  ModelWords words_;
  Trainer trainer_;
};

/// The last two models and what they learnt: those of the references and of the hypotheses.
class RememberingTrainer {
 public:
  std::shared_ptr<const metrics::LanguageModel> operator()(const SentenceList& learnt) {
    const auto known = std::ranges::find_if(models_, [&](const Remembered& model) {
      return model.learnt.ids == learnt.ids && model.learnt.offsets == learnt.offsets;
    });
    if (known != models_.end()) {
      std::rotate(models_.begin(), known, known + 1);
    } else {
      models_.insert(models_.begin(),
                     Remembered{learnt, std::make_shared<LstmLanguageModel>(learnt)});
      models_.resize(std::min<size_t>(models_.size(), 2));
    }
    return models_.front().model;
  }

 private:
  struct Remembered {
    SentenceList learnt;
    std::shared_ptr<const metrics::LanguageModel> model;
  };

  std::vector<Remembered> models_;  // the last one that was asked for first
};

}  // namespace

Recipe language_model_recipe() { return parse_recipe(kRecipe, "the recipe of lm"); }

metrics::LanguageModelTrainer lstm_trainer() { return RememberingTrainer(); }

}  // namespace lingan
