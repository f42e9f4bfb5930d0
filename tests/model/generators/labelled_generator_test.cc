#include <lingan/model/generators/labelled_generator.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/base/error.h>

namespace lingan::labelled_generator_test {
namespace {

GeneratorOptions small(const std::string& cell = "lstm") {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 9;
  options.embedding_width = 4;
  options.hidden_width = 6;
  options.labels = "separate";
  options.label_sentences = {3, 1};
  return options;
}

constexpr RandomStream kStream = {5, Purpose::kInitialize, 0};

TEST(LabelledGenerator, HasANetworkOfItsOwnForEachLabel) {
  const auto generator = make_generator(small(), kStream);
  const std::vector<Generator*> networks = generator->of_labels();
  ASSERT_EQ(networks.size(), 2u);
  EXPECT_FALSE(torch::equal(networks[0]->embeddings(), networks[1]->embeddings()));
  EXPECT_EQ(generator->parameters().size(),
            networks[0]->parameters().size() + networks[1]->parameters().size());
  EXPECT_THAT(generator->named_parameters().keys(), ::testing::Contains("label_1.embedding"));
}

/// One label is a generator as it is without labels.
TEST(LabelledGenerator, OfOneLabelIsTheGeneratorItself) {
  GeneratorOptions options = small();
  options.label_sentences = {4};
  const auto labelled = make_generator(options, kStream);
  options.labels = "none";
  const auto plain = make_generator(options, kStream);
  ASSERT_EQ(plain->of_labels(), std::vector<Generator*>{plain.get()});
  const auto tokens = torch::tensor({3, 4, 2}, torch::kInt64).unsqueeze(0);
  EXPECT_TRUE(torch::equal(labelled->of_labels().front()->forward(tokens), plain->forward(tokens)));
}

TEST(LabelledGenerator, SamplesAndScoresByTheLabel) {
  for (const char* cell : {"gru", "relational-memory"}) {
    const auto generator = make_generator(small(cell), kStream);
    generator->eval();
    const auto rollouts = generator->rollouts({});
    engine::SampleRequest request;
    request.rows = 12;
    request.length = 6;
    const engine::Samples samples = rollouts->sample(request);
    EXPECT_EQ(std::ranges::count(samples.tokens.labels, 1), 3);
    const std::vector<float> scores = rollouts->log_probabilities(samples.tokens);
    for (const int32_t label : {0, 1}) {
      const auto rows = rows_with_label(samples.tokens, label);
      const auto own = generator->of_labels()[label]->rollouts({})->log_probabilities(
          select_rows(samples.tokens, rows));
      for (size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(own[i * 6], scores[static_cast<size_t>(rows[i]) * 6]) << cell;
      }
    }
  }
}

TEST(LabelledGenerator, ForbidsATokenInAllNetworks) {
  const auto generator = make_generator(small(), kStream);
  const std::vector<int32_t> forbidden = {2, 3, 4, 5, 6, 7};
  generator->forbid(forbidden);
  engine::SampleRequest request;
  request.rows = 20;
  request.length = 3;
  for (const int32_t token : generator->rollouts({})->sample(request).tokens.tokens) {
    EXPECT_EQ(token, 8);
  }
}

TEST(LabelledGenerator, RefusesWhatNeedsALabelAndDataWithoutAny) {
  const auto generator = make_generator(small(), kStream);
  EXPECT_THROW(generator->forward(torch::zeros({1, 2}, torch::kInt64)), UsageError);
  EXPECT_THROW(generator->initial_state(2), UsageError);
  GeneratorOptions options = small();
  options.label_sentences.clear();
  try {
    make_generator(options, kStream);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "generator.labels = \"separate\": the sentences have no labels; name a file of "
                 "them (`labels`) or a second corpus (`corpus_b`), or set it to \"none\"");
  }
}

}  // namespace
}  // namespace lingan::labelled_generator_test
