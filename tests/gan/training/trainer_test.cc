#include <lingan/gan/training/trainer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/gan/objectives/boundary_equilibrium.h>
#include <lingan/gan/recipe/interleaved_rounds.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/generators/generator_cards.h>

#include "tests/gan/training/small_run.h"
#include "tests/heard_notices.h"

namespace lingan::trainer_test {
namespace {

using testing::counting_data;
using testing::data_for;
using testing::labelled_data;
using testing::same_bytes;
using testing::small_recipe;
using testing::stopped_and_resumed;
using testing::Watcher;

class TrainerOf : public ::testing::TestWithParam<size_t> {
 protected:
  static Recipe recipe() { return small_recipe(std::string(strategies()[GetParam()].name)); }
  static TrainingData data() { return data_for(strategies()[GetParam()].name); }
  static bool has_discriminator() { return strategies()[GetParam()].traits.has_discriminator; }
};

TEST_P(TrainerOf, ContinuesFromAnyStepAsIfItHadNeverStopped) {
  Trainer whole(recipe(), data(), 5);
  Watcher watcher;
  whole.run(watcher);
  const TensorFile expected = whole.save();
  for (const int64_t stop : {1, 5, 12, 13, 16, 17, 21, 24, 27}) {
    const TensorFile resumed = stopped_and_resumed(recipe(), data(), stop);
    EXPECT_TRUE(same_bytes(expected, resumed)) << "stopped after " << stop;
  }
}

TEST_P(TrainerOf, ContinuesSchedulesAndAveragesOfEveryPlayer) {
  Recipe recipe = this->recipe();
  for (OptimizerOptions* player : {&recipe.optimizers.likelihood, &recipe.optimizers.generator,
                                   &recipe.optimizers.discriminator}) {
    player->schedule = "cosine";
    player->warmup_steps = 3;
    player->weight_decay = 0.1;
    player->average = 0.8;
  }
  recipe.generator.word_dropout = 0.1;
  Trainer whole(recipe, data(), 5);
  Watcher watcher;
  whole.run(watcher);
  for (const int64_t stop : {1, 5, 13, 17, 26, 27}) {
    const TensorFile resumed = stopped_and_resumed(recipe, data(), stop);
    EXPECT_TRUE(same_bytes(whole.save(), resumed)) << "stopped after " << stop;
  }
}

/// Its weight of fake sentences moves as fast as it may.
Recipe recipe_of_energies(const std::string& strategy) {
  Recipe recipe = small_recipe(strategy);
  recipe.objective = "boundary-equilibrium";
  recipe.options.get<BoundaryEquilibriumOptions>() = {.gamma = 1.0, .lambda = 1.0};
  recipe.discriminator.kind = "autoencoder";
  return recipe;
}

/// A D that judges tokens, one with noise and norms to keep, objectives with state.
std::vector<Recipe> recipes_of_judges() {
  std::vector<Recipe> recipes;
  for (const char* strategy : {"policy-gradient", "gumbel-softmax"}) {
    Recipe& recipe = recipes.emplace_back(small_recipe(strategy));
    recipe.options.get<PolicyGradientOptions>().rollouts = 0;
    recipe.discriminator.kind = "recurrent";
    recipe.discriminator.own.get<RecurrentDiscriminatorOptions>() = {"lstm", 8, 1,
                                                                     false,  8, "tokens"};
  }
  Recipe& noisy = recipes.emplace_back(small_recipe("policy-gradient"));
  noisy.discriminator.instance_noise = 0.1;
  noisy.discriminator.spectral_norm = true;
  noisy.discriminator.label_smoothing = 0.1;
  recipes.emplace_back(small_recipe("gumbel-softmax")).objective = "fisher";
  recipes.push_back(recipe_of_energies("policy-gradient"));
  return recipes;
}

TEST(Trainer, ContinuesWithWhateverJudges) {
  for (const Recipe& recipe : recipes_of_judges()) {
    Trainer whole(recipe, counting_data(), 5);
    Watcher watcher;
    whole.run(watcher);
    for (const int64_t stop : {13, 17, 21, 26}) {
      const TensorFile resumed = stopped_and_resumed(recipe, counting_data(), stop);
      EXPECT_TRUE(same_bytes(whole.save(), resumed)) << recipe.objective << " " << stop;
    }
  }
}

TEST(Trainer, LogsTheFiguresOfTheObjective) {
  Trainer trainer(recipe_of_energies("gumbel-softmax"), counting_data(), 5);
  Watcher watcher;
  trainer.run(watcher);
  for (const TrainingRecord& record : watcher.records) {
    EXPECT_EQ(record.values.contains("convergence"), record.phase != "pretrain") << record.phase;
    if (record.phase == "pretrain") continue;
    EXPECT_GT(record.values.at("convergence"), 0) << record.phase;
    EXPECT_LT(record.values.at("real-output"), 0) << "minus an energy";
  }
}

TEST(Trainer, ContinuesAGeneratorThatIsToldLabels) {
  for (const char* strategy : {"", "gumbel-softmax", "policy-gradient"}) {
    Recipe recipe = small_recipe(strategy);
    recipe.generator.labels = "condition";
    recipe.objective = "classes";
    Trainer whole(recipe, labelled_data(), 5);
    Watcher watcher;
    whole.run(watcher);
    for (const int64_t stop : {1, 5, 13, 17, 26}) {
      if (stop >= watcher.progress.total) continue;
      const TensorFile resumed = stopped_and_resumed(recipe, labelled_data(), stop);
      EXPECT_TRUE(same_bytes(whole.save(), resumed)) << strategy << " stopped after " << stop;
    }
  }
}

/// Sentences of counting_data(), of which the source is the last token before the end.
TrainingData sourced_data() {
  TrainingData data = counting_data();
  SourceTable sources;
  sources.sentences = TokenBatch::filled(0, 2, 0);
  for (TokenBatch* part : {&data.train, &data.validation}) {
    for (int64_t row = 0; row < part->rows; ++row) {
      part->labels.push_back(static_cast<int32_t>(sources.sentences.rows++));
      const auto tokens = part->row(row);
      sources.sentences.tokens.insert(sources.sentences.tokens.end(),
                                      {tokens[tokens.size() - 2], 2});
      sources.sentences.lengths.push_back(2);
    }
    if (part == &data.train) sources.sampled = part->labels;
  }
  data.sources = std::make_shared<const SourceTable>(sources);
  return data;
}

TEST(Trainer, ContinuesAGeneratorThatReadsSources) {
  for (const char* strategy : {"", "gumbel-softmax"}) {
    Recipe recipe = small_recipe(strategy);
    recipe.generator.source = "encoder";
    Trainer whole(recipe, sourced_data(), 5);
    Watcher watcher;
    whole.run(watcher);
    for (const int64_t stop : {1, 5, 13, 17, 26}) {
      if (stop >= watcher.progress.total) continue;
      const TensorFile resumed = stopped_and_resumed(recipe, sourced_data(), stop);
      EXPECT_TRUE(same_bytes(whole.save(), resumed)) << strategy << " stopped after " << stop;
    }
  }
}

/// The same, of which the length says the label.
TrainingData labelled_sources_data() {
  TrainingData data = sourced_data();
  SourceTable sources = *data.sources;
  for (const TokenBatch* part : {&data.train, &data.validation}) {
    for (const int32_t length : part->lengths) sources.sentences.labels.push_back(length % 2);
  }
  const auto odd = std::accumulate(sources.sentences.labels.begin(),
                                   sources.sentences.labels.begin() + data.train.rows, int64_t{0});
  data.label_sentences = {data.train.rows - odd, odd};
  data.sources = std::make_shared<const SourceTable>(sources);
  return data;
}

TEST(Trainer, ContinuesADiscriminatorThatReadsSources) {
  for (const char* strategy : {"gumbel-softmax", "evolutionary"}) {
    Recipe recipe = small_recipe(strategy);
    recipe.generator.source = "encoder";
    recipe.generator.labels = "condition";
    auto& condition = recipe.discriminator.own.get<SourceConditionOptions>();
    condition.reads_sources = true;
    condition.mismatched_share = 0.4;
    Trainer whole(recipe, labelled_sources_data(), 5);
    Watcher watcher;
    whole.run(watcher);
    for (const int64_t stop : {13, 17, 26}) {
      if (stop >= watcher.progress.total) continue;
      const TensorFile resumed = stopped_and_resumed(recipe, labelled_sources_data(), stop);
      EXPECT_TRUE(same_bytes(whole.save(), resumed)) << strategy << " stopped after " << stop;
    }
    recipe.discriminator.own.get<SourceConditionOptions>().mismatched_share = 0;
    Trainer without(recipe, labelled_sources_data(), 5);
    Watcher nobody;
    without.run(nobody);
    EXPECT_FALSE(same_bytes(whole.save(), without.save())) << strategy;
  }
}

/// Sentences of counting_data() whose sources are themselves without their first words.
TrainingData masked_data() {
  TrainingData data = counting_data();
  SourceTable sources;
  sources.sentences = TokenBatch::filled(0, data.train.width, 0);
  for (TokenBatch* part : {&data.train, &data.validation}) {
    for (int64_t row = 0; row < part->rows; ++row) {
      part->labels.push_back(static_cast<int32_t>(sources.sentences.rows++));
      const auto tokens = part->tokens.begin() + row * part->width;
      sources.sentences.tokens.push_back(data.specials.bos);
      sources.sentences.tokens.insert(sources.sentences.tokens.end(), tokens + 1,
                                      tokens + part->width);
      sources.sentences.lengths.push_back(part->lengths[row]);
    }
    if (part == &data.train) sources.sampled = part->labels;
  }
  data.sources = std::make_shared<const SourceTable>(sources);
  return data;
}

TEST(Trainer, ContinuesWhatFillsHoles) {
  Recipe recipe = small_recipe("in-filling");
  recipe.generator.source = "encoder";
  recipe.discriminator.kind = "recurrent";
  auto& own = recipe.discriminator.own.get<RecurrentDiscriminatorOptions>();
  own = {.hidden_width = 6, .output_width = 6, .judges = "tokens", .reads_holes = true};
  Trainer whole(recipe, masked_data(), 5);
  Watcher watcher;
  whole.run(watcher);
  for (const int64_t stop : {5, 13, 17, 26}) {
    ASSERT_LT(stop, watcher.progress.total);
    const TensorFile resumed = stopped_and_resumed(recipe, masked_data(), stop);
    EXPECT_TRUE(same_bytes(whole.save(), resumed)) << "stopped after " << stop;
  }
}

TEST(Trainer, ContinuesWhatLearnsFromSentencesThatLackWords) {
  TrainingData data = counting_data();
  for (int64_t row = 0; row < data.train.rows; ++row) {
    data.train.tokens[row * data.train.width + row % 3] = data.specials.bos;
  }
  const Recipe recipe = small_recipe("missing-data");
  Trainer whole(recipe, data, 5);
  Watcher watcher;
  whole.run(watcher);
  for (const int64_t stop : {5, 13, 17, 22, 26}) {
    ASSERT_LT(stop, watcher.progress.total);
    const TensorFile resumed = stopped_and_resumed(recipe, data, stop);
    EXPECT_TRUE(same_bytes(whole.save(), resumed)) << "stopped after " << stop;
  }
}

TEST(Trainer, ContinuesInsideAnyMove) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.training.round = "likelihood x2 every 2, discriminator x2 until 0.6, generator x2";
  recipe.training.adversarial_rounds = 4;
  Trainer whole(recipe, counting_data(), 5);
  Watcher watcher;
  whole.run(watcher);
  EXPECT_LE(watcher.progress.done, watcher.progress.total);
  for (int64_t stop = 16; stop < watcher.progress.done; ++stop) {
    const TensorFile resumed = stopped_and_resumed(recipe, counting_data(), stop);
    const TensorFile a = whole.save(), &b = resumed;
    EXPECT_TRUE(same_bytes(a, b)) << "stopped after " << stop;
    EXPECT_EQ(a.metadata, b.metadata);
    for (const auto& [name, tensor] : a.tensors)
      EXPECT_TRUE(torch::equal(tensor, b.tensors.at(name))) << name;
  }
}

TEST(Trainer, ContinuesACritic) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.options.get<PolicyGradientOptions>().baseline = "critic";
  recipe.optimizers.others["critic"].average = 0.8;
  Trainer whole(recipe, counting_data(), 5);
  Watcher watcher;
  whole.run(watcher);
  EXPECT_GT(watcher.records.back().values.at("critic-loss"), 0.0);
  for (const int64_t stop : {16, 17, 24, 26, 27}) {
    const TensorFile resumed = stopped_and_resumed(recipe, counting_data(), stop);
    EXPECT_TRUE(same_bytes(whole.save(), resumed)) << "stopped after " << stop;
  }
}

/// Sentences of earlier steps, which D and the objective see again.
TEST(Trainer, ContinuesWithWhatItRemembers) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.objective = "comparative";
  auto& options = recipe.options.get<PolicyGradientOptions>();
  options.sampling_temperature = 0.7;
  options.sampling_share = 0.8;
  options.replay_share = 0.5;
  options.replay_size = 24;
  Trainer whole(recipe, counting_data(), 5);
  Watcher watcher;
  whole.run(watcher);
  for (int64_t stop = 16; stop < watcher.progress.done; stop += 2) {
    const TensorFile resumed = stopped_and_resumed(recipe, counting_data(), stop);
    EXPECT_TRUE(same_bytes(whole.save(), resumed)) << "stopped after " << stop;
  }
}

Recipe recipe_with_own_reward() {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.options.get<PolicyGradientOptions>().discriminator_share = 0.5;
  return recipe;
}

TrainingData data_with(const OwnReward& reward) {
  TrainingData data = counting_data();
  data.own_reward = reward;
  return data;
}

std::vector<double> lengths_of(const TokenBatch& sentences) {
  return {sentences.lengths.begin(), sentences.lengths.end()};
}

TEST(Trainer, SavesARunWhoseOwnRewardFailsAndContinuesIt) {
  const Recipe recipe = recipe_with_own_reward();
  Trainer whole(recipe, data_with(lengths_of), 5);
  Watcher watcher;
  whole.run(watcher);
  int calls = 0;
  Trainer first(recipe, data_with([&](const TokenBatch& sentences) {
                  if (++calls == 4) throw InputError("no more");
                  return lengths_of(sentences);
                }),
                5);
  Watcher until_it_fails;
  try {
    first.run(until_it_fails);
    FAIL();
  } catch (const OwnRewardError& error) {
    EXPECT_STREQ(error.what(),
                 "no more; the run is saved: repair that and continue it by `train_run`");
  }
  EXPECT_EQ(until_it_fails.checkpoints, 3 + 1 + 1 + 1);
  Trainer second(recipe, data_with(lengths_of), 5);
  second.restore(first.save());
  Watcher rest;
  second.run(rest);
  EXPECT_TRUE(same_bytes(whole.save(), second.save()));
}

TEST(Trainer, RefusesAnOwnRewardThatIsMissingOrOfNoUse) {
  EXPECT_THROW(Trainer(recipe_with_own_reward(), counting_data(), 5), UsageError);
  EXPECT_THROW(Trainer(small_recipe("policy-gradient"), data_with(lengths_of), 5), UsageError);
  EXPECT_THROW(Trainer(small_recipe("gumbel-softmax"), data_with(lengths_of), 5), UsageError);
}

TEST_P(TrainerOf, MeasuresEveryPhase) {
  Trainer trainer(recipe(), data(), 5);
  Watcher watcher;
  trainer.run(watcher);
  std::map<std::string, int> phases;
  for (const auto& record : watcher.records) ++phases[record.phase];
  std::map<std::string, int> expected = {{"pretrain", 3}, {"adversarial", 2}};
  if (has_discriminator()) expected["discriminator"] = 1;
  EXPECT_EQ(phases, expected);
  EXPECT_TRUE(std::isfinite(watcher.records.back().values.at("nll")));
  EXPECT_GT(watcher.records.back().values.at("bleu-2"), 0.0);
}

TEST_P(TrainerOf, CountsItsStepsBeforehand) {
  Trainer trainer(recipe(), data(), 5);
  Watcher watcher;
  trainer.run(watcher);
  // 3 epochs of 4 batches, rounds between them and 1 after of 2 epochs of 2, 3 rounds of 1 + 2
  // times 4 or of 9 steps.
  const int64_t rounds = interleaved_rounds_before(recipe(), 3) + (has_discriminator() ? 1 : 0);
  EXPECT_EQ(watcher.progress.total, 3 * 4 + rounds * 4 + 3 * 9);
  EXPECT_EQ(watcher.progress.done, watcher.progress.total);
  // After an epoch, a round, and a step each; the last of a phase saves once.
  EXPECT_EQ(watcher.checkpoints, 3 + (has_discriminator() ? 1 : 0) + 3);
}

TEST_P(TrainerOf, LearnsTheSameWithAnyNumberOfThreads) {
  Recipe wide = recipe();  // large enough that there is something to share
  wide.training.batch_size = 64;
  wide.generator.embedding_width = wide.generator.hidden_width = 64;
  wide.discriminator.embedding_width = 64;
  wide.discriminator.filter_counts = {200, 200};
  std::vector<TensorFile> learned;
  for (const int threads : {1, 2, 3}) {
    set_thread_count(threads);
    at::set_num_threads(threads);
    Trainer trainer(wide, data(), 5);
    Watcher watcher;
    trainer.run(watcher);
    learned.push_back(trainer.save());
    EXPECT_EQ(at::get_num_threads(), threads) << "torch's threads are the program's";
  }
  set_thread_count(0);
  EXPECT_TRUE(same_bytes(learned[0], learned[1]));
  EXPECT_TRUE(same_bytes(learned[0], learned[2]));
}

std::string strategy_name(const ::testing::TestParamInfo<size_t>& info) {
  std::string name(strategies()[info.param].name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Strategies, TrainerOf, ::testing::Range<size_t>(0, strategies().size()),
                         strategy_name);

/// Every generator, by a strategy that takes any.
class TrainerWith : public ::testing::TestWithParam<size_t> {
 protected:
  static Recipe recipe() {
    const GeneratorCard& card = generators()[GetParam()];
    if (card.reads_discriminator) return small_recipe("leaked-features");
    Recipe recipe = small_recipe("gumbel-softmax");
    recipe.generator.cell = card.name;
    if (card.autoregressive) return recipe;
    recipe.generator.latent_width = 4;
    recipe.training.pretrain_epochs = 0;
    return recipe;
  }
  static TensorFile learned(int64_t stop, int threads = 1) {
    set_thread_count(threads);
    Trainer first(recipe(), counting_data(), 5);
    Watcher until(stop);
    if (stop < 0) {
      first.run(until);
    } else {
      EXPECT_THROW(first.run(until), Interrupted) << stop;
    }
    Trainer second(recipe(), counting_data(), 5);
    second.restore(first.save());
    Watcher rest;
    second.run(rest);
    set_thread_count(0);
    return second.save();
  }
};

TEST_P(TrainerWith, ContinuesFromAnyStepAsIfItHadNeverStopped) {
  const TensorFile expected = learned(-1);
  for (const int64_t stop : {1, 5, 8, 13}) {
    EXPECT_TRUE(same_bytes(expected, learned(stop))) << "stopped after " << stop;
  }
}

TEST_P(TrainerWith, LearnsTheSameWithAnyNumberOfThreads) {
  EXPECT_TRUE(same_bytes(learned(-1), learned(-1, 3)));
}

TEST_P(TrainerWith, MeasuresALikelihoodWhereThereIsOne) {
  Trainer trainer(recipe(), counting_data(), 5);
  Watcher watcher;
  trainer.run(watcher);
  EXPECT_EQ(watcher.records.back().values.contains("nll"), generators()[GetParam()].autoregressive);
  EXPECT_GT(watcher.records.back().values.at("sample-length"), 0.0);
}

INSTANTIATE_TEST_SUITE_P(Generators, TrainerWith, ::testing::Range<size_t>(0, generators().size()),
                         [](const auto& info) {
                           std::string name(generators()[info.param].name);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

/// After D's last step, which is the run's.
TEST(Trainer, LeavesTheGeneratorWithTheFeaturesOfTheDiscriminatorAsItIs) {
  Trainer trainer(small_recipe("leaked-features"), counting_data(), 5);
  Watcher watcher;
  trainer.run(watcher);
  const TensorFile file = trainer.save();
  const torch::Tensor table = file.tensors.at("discriminator.embedding");
  EXPECT_TRUE(torch::equal(file.tensors.at("generator.leak_vectors"), table - table[0]));
  EXPECT_TRUE(torch::equal(file.tensors.at("generator.leak_highway_weight"),
                           file.tensors.at("discriminator.highway_weight")));
}

TEST(Trainer, ContinuesWhereNothingIsHeldOut) {
  for (const char* select : {"", "last"}) {
    Recipe recipe = small_recipe("policy-gradient");
    recipe.training.select = select;
    recipe.training.evaluate_every = 1;
    TrainingData data = counting_data();
    data.validation = TokenBatch::filled(0, 7, 0);
    Trainer first(recipe, data, 5);
    Watcher all;
    first.run(all);
    Trainer second(recipe, data, 5);
    second.restore(first.save());
    EXPECT_TRUE(same_bytes(first.save(), second.save())) << select;
  }
}

TEST(Trainer, RefusesToSelectByWhatIsNotMeasured) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.training.select = "nll-oracle";
  EXPECT_THROW(Trainer(recipe, counting_data(), 1), UsageError);
}

TEST(Trainer, GivesNoticeOfRewardsThatMoveTheGeneratorWhateverDSays) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  Recipe recipe = small_recipe("policy-gradient");
  const Trainer quiet(recipe, counting_data(), 1);
  EXPECT_TRUE(heard.empty());
  recipe.options.get<PolicyGradientOptions>().baseline = "none";
  const Trainer loud(recipe, counting_data(), 1);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_THAT(heard[0], ::testing::HasSubstr("G grows flatter"));
}

TEST(Trainer, PassesOverPhasesWithoutWork) {
  Recipe recipe = small_recipe("gumbel-softmax");
  recipe.training.pretrain_epochs = 0;
  recipe.training.discriminator_pretrain_rounds = 0;
  Trainer trainer(recipe, counting_data(), 5);
  Watcher watcher;
  trainer.run(watcher);
  for (const auto& record : watcher.records) EXPECT_EQ(record.phase, "adversarial");
  EXPECT_EQ(watcher.records.size(), 2u);
}

// What the version before this one wrote: an interrupted run of it must continue.
TEST(Trainer, KeepsThePositionOfAnEarlierVersion) {
  const std::string position =
      R"({"batch":1,"best_value":2.5,"epochs_without_gain":1,"has_best":false,)"
      R"("latest":"epoch 3  nll 2.500","learning_rate_scale":0.5,"phase":1,"steps_done":13,)"
      R"("sums":{"discriminator-loss":[1.5,1.0]},"unit":0})";
  Trainer trainer(small_recipe("policy-gradient"), counting_data(), 1);
  TensorFile file = trainer.save();
  file.metadata["lingan.position"] = position;
  trainer.restore(file);
  const std::string saved = trainer.save().metadata.at("lingan.position");
  EXPECT_THAT(saved, ::testing::Not(::testing::HasSubstr("best_value"))) << "it was of no weights";
  for (const char* kept : {R"("batch":1,)", R"("phase":1,)", R"("steps_done":13,)",
                           R"("sums":{"discriminator-loss":[1.5,1.0]})"}) {
    EXPECT_THAT(saved, ::testing::HasSubstr(kept));
  }
}

class OutOfPlace : public ::testing::TestWithParam<const char*> {};

TEST_P(OutOfPlace, IsRefusedByACheckpointsReader) {
  Trainer trainer(small_recipe(""), counting_data(), 1);
  TensorFile file = trainer.save();
  file.metadata["lingan.position"] = GetParam();
  try {
    trainer.restore(file);
    FAIL() << "a position that is none must be refused";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::ContainsRegex("its position|in a phase"));
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("json")));
  }
}

INSTANTIATE_TEST_SUITE_P(Positions, OutOfPlace,
                         ::testing::Values(R"({"phase": 0, "unit": 0, "batch": 1000000})",
                                           R"({"phase": 0, "unit": 3, "batch": 0})",
                                           R"({"phase": 0, "unit": -1, "batch": 0})",
                                           R"({"phase": 1, "unit": 0, "batch": 0})",
                                           R"({"phase": 4, "unit": 0, "batch": 0})",
                                           R"({"phase": -1, "unit": 0, "batch": 0})",
                                           R"({"phase": 3})", "[]", "nothing"));

/// A finished run of one recipe, continued by another with more steps, and one that had those from
/// the start.
struct Raised {
  TensorFile continued;
  TensorFile whole;
  std::vector<TrainingRecord> records;
  std::vector<TrainingRecord> whole_records;
  bool undid_last_record = false;
};

Raised raise(const Recipe& few, const Recipe& many) {
  Trainer first(few, counting_data(), 5);
  Watcher watcher;
  first.run(watcher);
  Trainer second(many, counting_data(), 5);
  second.restore(first.save());
  Raised raised;
  raised.undid_last_record = second.undid_last_record();
  if (raised.undid_last_record) watcher.records.pop_back();
  second.run(watcher);
  Trainer whole(many, counting_data(), 5);
  Watcher from_the_start;
  whole.run(from_the_start);
  raised.continued = second.save();
  raised.whole = whole.save();
  raised.records = watcher.records;
  raised.whole_records = from_the_start.records;
  return raised;
}

void expect_same(const Raised& raised) {
  EXPECT_TRUE(same_bytes(raised.continued, raised.whole));
  EXPECT_EQ(raised.continued.metadata, raised.whole.metadata);
  ASSERT_EQ(raised.records.size(), raised.whole_records.size());
  for (size_t i = 0; i < raised.records.size(); ++i) {
    EXPECT_EQ(raised.records[i].step, raised.whole_records[i].step);
    EXPECT_EQ(raised.records[i].values, raised.whole_records[i].values);
  }
}

TEST(RaisedCounts, OfEpochsContinueAsFromTheStart) {
  for (const char* select : {"", "last"}) {
    Recipe few = small_recipe("");
    few.training.select = select;
    few.optimizers.likelihood.learning_rate = 0.3;  // so that the best epoch is not the last one
    Recipe many = few;
    many.training.pretrain_epochs = 7;
    const Raised raised = raise(few, many);
    EXPECT_FALSE(raised.undid_last_record);
    expect_same(raised);
  }
}

/// A run of maximum likelihood whose end fits the output bias.
Recipe fitting_recipe(const char* select) {
  Recipe recipe = small_recipe("");
  recipe.training.select = select;
  recipe.training.output_bias_passes = 2;
  recipe.optimizers.likelihood.learning_rate = 0.05;
  return recipe;
}

TEST(RaisedCounts, OfEpochsUndoTheFitOfTheOutputBias) {
  for (const char* select : {"", "last"}) {
    const Recipe few = fitting_recipe(select);
    Recipe many = few;
    many.training.pretrain_epochs = 7;
    const Raised raised = raise(few, many);
    EXPECT_TRUE(raised.undid_last_record);
    expect_same(raised);
  }
}

/// 4 steps an epoch and a pass: after 12 the fit begins.
TEST(RaisedCounts, OfEpochsUndoAFitThatIsUnderWay) {
  for (const int64_t stop : {12, 14, 16, 18}) {
    const Recipe few = fitting_recipe("");
    Recipe many = few;
    many.training.pretrain_epochs = 7;
    Trainer first(few, counting_data(), 5), second(many, counting_data(), 5),
        whole(many, counting_data(), 5);
    Watcher watcher(stop), rest, from_the_start;
    EXPECT_THROW(first.run(watcher), Interrupted);
    EXPECT_EQ(watcher.records.back().phase, "pretrain") << "the fit has not ended";
    second.restore(first.save());
    EXPECT_FALSE(second.undid_last_record());
    second.run(rest);
    whole.run(from_the_start);
    EXPECT_TRUE(same_bytes(second.save(), whole.save())) << stop;
  }
}

TEST(Trainer, ContinuesAFitOfTheOutputBiasFromAnyStep) {
  const Recipe recipe = fitting_recipe("");
  Trainer whole(recipe, counting_data(), 5);
  Watcher watcher;
  whole.run(watcher);
  ASSERT_EQ(watcher.records.back().phase, "output-bias");
  ASSERT_EQ(watcher.records.back().step, 2) << "both passes must gain";
  for (int64_t stop = 11; stop < 20; ++stop) {
    EXPECT_TRUE(
        same_bytes(testing::stopped_and_resumed(recipe, counting_data(), stop), whole.save()))
        << stop;
  }
}

TEST(RaisedCounts, OfAdversarialStepsContinueAsFromTheStart) {
  for (const int64_t end : {3, 4}) {  // an end between measurements, and one at a measurement
    Recipe few = small_recipe("policy-gradient");
    few.training.adversarial_rounds = end;
    few.training.select = "bleu-2";
    Recipe many = few;
    many.training.adversarial_rounds = 6;
    const Raised raised = raise(few, many);
    EXPECT_EQ(raised.undid_last_record, end == 3);
    expect_same(raised);
  }
}

TEST(RaisedCounts, BeginAPhaseThatTheRunDidNotHave) {
  Recipe few = small_recipe("policy-gradient");
  few.training.adversarial_rounds = 0;
  Recipe many = few;
  many.training.adversarial_rounds = 3;
  expect_same(raise(few, many));
  many.training.pretrain_epochs = 5;
  expect_same(raise(few, many));
}

TEST(RaisedCounts, ContinueARunThatIsUnderWay) {
  Recipe few = small_recipe("policy-gradient");
  Recipe many = few;
  many.training.pretrain_epochs = 4;
  many.training.adversarial_rounds = 4;
  Trainer first(few, counting_data(), 5);
  Watcher stop(2);
  EXPECT_THROW(first.run(stop), Interrupted);
  Trainer second(many, counting_data(), 5), whole(many, counting_data(), 5);
  second.restore(first.save());
  Watcher rest, all;
  second.run(rest);
  whole.run(all);
  EXPECT_TRUE(same_bytes(second.save(), whole.save()));
}

/// Why a finished run of a recipe is not continued by another.
std::string refusal(const Recipe& few, const Recipe& many) {
  try {
    raise(few, many);
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

TEST(RaisedCounts, AreRefusedWhereTheRunWouldHaveBeenAnother) {
  Recipe few = small_recipe("gumbel-softmax");
  Recipe many = few;
  many.training.adversarial_rounds = 6;
  EXPECT_THAT(refusal(few, many), ::testing::HasSubstr("the strategy's schedule depends on it"));
  EXPECT_THAT(refusal(few, many), ::testing::StartsWith("training.adversarial_rounds = 6: "));
  few.training.adversarial_rounds = 1;  // one step alone is at the schedule's end
  EXPECT_THAT(refusal(few, many), ::testing::HasSubstr("the strategy's schedule depends on it"));
  few = many = small_recipe("policy-gradient");
  many.training.pretrain_epochs = 5;
  EXPECT_THAT(refusal(few, many), ::testing::HasSubstr("a phase of training is over"));
  EXPECT_THAT(refusal(few, many), ::testing::StartsWith("training.pretrain_epochs = 5: "));
  for (OptimizerOptions Optimizers::*player :
       {&Optimizers::generator, &Optimizers::discriminator}) {
    few = small_recipe("policy-gradient");
    (few.optimizers.*player).schedule = "linear";
    many = few;
    many.training.adversarial_rounds = 6;
    EXPECT_THAT(refusal(few, many), ::testing::HasSubstr("the learning rate depends on it"));
  }
  few = small_recipe("");
  few.optimizers.likelihood.schedule = "cosine";
  many = few;
  many.training.pretrain_epochs = 5;
  EXPECT_THAT(refusal(few, many),
              ::testing::HasSubstr("the learning rate depends on it "
                                   "(optimizer.likelihood.schedule = \"cosine\")"));
  few = small_recipe("");
  few.training.pretrain_patience = 1;
  few.training.pretrain_epochs = 40;
  few.optimizers.likelihood.learning_rate = 1.0;
  many = few;
  many.training.pretrain_epochs = 50;
  EXPECT_THAT(refusal(few, many), ::testing::HasSubstr("pretraining ended by itself after epoch"));
}

TEST(Trainer, RefusesTheCheckpointOfAnotherRecipe) {
  Trainer small(small_recipe(""), counting_data(), 1);
  Recipe recipe = small_recipe("");
  recipe.generator.hidden_width = 9;
  Trainer wide(recipe, counting_data(), 1);
  EXPECT_THROW(wide.restore(small.save()), InputError);
}

}  // namespace
}  // namespace lingan::trainer_test
