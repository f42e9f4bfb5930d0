/// A run that takes a second: sentences with much to learn, small networks.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <lingan/base/interrupt.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/gan/training/training_data.h>
#include <lingan/gan/training/training_observer.h>

namespace lingan::testing {

/// Counts on the alphabet 4..9: each token is followed by the next.
inline TokenBatch counting_sentences(int64_t rows, int64_t first) {
  TokenBatch batch = TokenBatch::filled(rows, 7, 0);
  for (int64_t row = 0; row < rows; ++row) {
    const auto length = static_cast<int32_t>(3 + (row + first) % 4);
    for (int32_t t = 0; t < length; ++t) {
      batch.tokens[row * 7 + t] = static_cast<int32_t>(4 + (row * 5 + first + t) % 6);
    }
    batch.tokens[row * 7 + length] = 2;
    batch.lengths[row] = length + 1;
  }
  return batch;
}

inline TrainingData counting_data() {
  return {.train = counting_sentences(64, 0),
          .validation = counting_sentences(16, 3),
          .specials = SpecialTokens{},
          .vocabulary_size = 10};
}

/// The same, of which the first token says the label.
inline TrainingData labelled_data() {
  TrainingData data = counting_data();
  data.label_sentences = {0, 0};
  for (TokenBatch* part : {&data.train, &data.validation}) {
    for (int64_t row = 0; row < part->rows; ++row) {
      part->labels.push_back(part->tokens[row * part->width] % 2);
      if (part == &data.train) ++data.label_sentences[part->labels.back()];
    }
  }
  return data;
}

/// Sentences for small_recipe().
inline TrainingData data_for(std::string_view strategy) {
  return strategy == "cycle" ? labelled_data() : counting_data();
}

/// What a strategy wants of a recipe beside what small_recipe() has.
inline std::vector<std::string> wanted_by(const std::string& strategy) {
  static const std::map<std::string, std::vector<std::string>> kWanted = {
      {"embedding", {"generator.latent_width=4", "discriminator.embeddings=generator"}},
      {"variational", {"generator.latent_width=4"}},
      {"bidirectional", {"generator.latent_width=4"}},
      {"latent-adversarial", {"generator.latent_width=4", "generator.prior_width=6"}},
      {"sign-relaxation", {"generator.latent_width=4", "generator.latent_codes=binary"}},
      {"cycle",
       {"generator.labels=condition", "generator.source=itself", "generator.source_dropout=0.1",
        "generator.source_shuffle=2", "objective.name=classes"}},
      {"leaked-features",
       {"generator.cell=leaked", "training.interleaved_rounds=1", "training.interleaved_every=2"}},
      {"in-filling", {"generator.source=encoder"}}};
  const auto entry = kWanted.find(strategy);
  std::vector<std::string> wanted;
  if (entry != kWanted.end()) wanted = entry->second;
  const StrategyCard* card = card_named(strategies(), strategy);
  if (card == nullptr || card->traits.has_discriminator) return wanted;
  for (const std::string alone :
       {"training.round=generator x9", "training.discriminator_pretrain_rounds=0"}) {
    wanted.push_back(alone);
  }
  return wanted;
}

/// @param strategy  a name in strategies(); empty: maximum likelihood.
inline Recipe small_recipe(const std::string& strategy) {
  at::set_num_threads(1);  // the matrices are too small to share
  const std::string text = R"(
    name = "small"
    [generator]
    embedding_width = 8
    hidden_width = 8
    input_dropout = 0.1
    output_dropout = 0.1
    [discriminator]
    embedding_width = 8
    filter_widths = [1, 2]
    filter_counts = [4, 4]
    [training]
    batch_size = 16
    pretrain_epochs = 3
    discriminator_pretrain_rounds = 1
    adversarial_rounds = 3
    round = "generator, discriminator x2"
    discriminator_epochs = 2
    discriminator_samples = 32
    evaluate_every = 2
    evaluate_samples = 20
    checkpoint_every = 1
  )";
  const std::vector<std::string> networks = wanted_by(strategy);
  std::string chosen;
  if (!strategy.empty()) chosen = "[strategy]\nname = \"" + strategy + "\"\n";
  if (strategy == "policy-gradient") {
    chosen += "[strategy.policy-gradient]\nrollouts = 2\nbaseline = \"moving-average\"\n";
  }
  if (strategy == "odds-weighted") chosen += "[strategy.odds-weighted]\npool = 40\n";
  if (strategy == "novelty") chosen += "[strategy.novelty]\nbaseline = \"moving-average\"\n";
  if (strategy == "likelihood-ratio")
    chosen += "[strategy.likelihood-ratio]\nreference_every = 4\n";
  Recipe recipe = parse_recipe(text + chosen, "small.toml", networks);
  // Sentences without sources are filled as a whole.
  if (strategy == "in-filling") recipe.generator.source = "none";
  return recipe;
}

/// Stops a run after a number of steps, if one is given; keeps the records.
class Watcher : public TrainingObserver {
 public:
  explicit Watcher(int64_t steps = -1) : left_(steps) {}
  void record(const TrainingRecord& record) override { records.push_back(record); }
  bool advanced(const TrainingProgress& now) override {
    progress = now;
    return left_ < 0 || --left_ > 0;
  }
  void checkpoint() override { ++checkpoints; }

  std::vector<TrainingRecord> records;
  TrainingProgress progress;
  int checkpoints = 0;

 private:
  int64_t left_;
};

/// What a run has saved that was stopped after some steps and went on in another trainer.
inline TensorFile stopped_and_resumed(const Recipe& recipe, const TrainingData& data,
                                      int64_t stop) {
  Trainer first(recipe, data, 5);
  Watcher until(stop);
  EXPECT_THROW(first.run(until), Interrupted) << stop;
  Trainer second(recipe, data, 5);
  second.restore(first.save());
  Watcher rest;
  second.run(rest);
  return second.save();
}

/// Whether two checkpoints are the same.
inline bool same_bytes(const TensorFile& a, const TensorFile& b) {
  if (a.tensors.size() != b.tensors.size() || a.metadata != b.metadata) return false;
  for (const auto& [name, tensor] : a.tensors) {
    const auto other = b.tensors.find(name);
    if (other == b.tensors.end() || !torch::equal(tensor, other->second)) return false;
  }
  return true;
}

}  // namespace lingan::testing
