#include <lingan/model/generators/generator.h>

#include <gmock/gmock.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/generators/relational_memory_generator.h>
#include <lingan/model/generators/transformer_generator.h>
#include <lingan/model/tensor_file.h>

#include "tests/refusal.h"
#include "tests/test_data.h"

namespace lingan::generators_test {
namespace {

using ::testing::HasSubstr;

constexpr RandomStream kStream = {7, Purpose::kInitialize, 0};

GeneratorOptions small(std::string_view cell) {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 23;
  options.embedding_width = 6;
  options.hidden_width = 6;
  options.length = 9;
  options.own.get<RelationalMemoryOptions>().heads = 1;  // which divides every width
  options.own.get<TransformerOptions>() = {.heads = 1, .feed_forward_width = 10};
  return options;
}

torch::Tensor some_tokens(int64_t rows, int64_t width, int64_t vocabulary) {
  return torch::arange(rows * width).view({rows, width}).mul(7).remainder(vocabulary - 4) + 4;
}

bool same_weights(const Generator& a, const Generator& b) {
  const auto left = a.parameters();
  const auto right = b.parameters();
  for (size_t i = 0; i < left.size(); ++i) {
    if (!torch::equal(left[i], right[i])) return false;
  }
  return left.size() == right.size();
}

std::string refusal(const GeneratorOptions& options) {
  return testing::refusal<UsageError>([&] { make_generator(options, kStream); });
}

/// All but those that write all tokens at once (convolutional_generator_test.cc), or read a
/// discriminator (leaked_generator_test.cc).
class EveryGenerator : public ::testing::TestWithParam<std::string_view> {
 protected:
  GeneratorOptions options_ = small(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Cards, EveryGenerator, ::testing::ValuesIn([] {
                           std::vector<std::string_view> names;
                           for (const GeneratorCard& card : generators()) {
                             if (!card.autoregressive || card.reads_discriminator) continue;
                             names.push_back(card.name);
                           }
                           return names;
                         }()),
                         [](const auto& info) {
                           std::string name(info.param);
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(EveryGenerator, ScoresEveryPositionOverTheVocabulary) {
  const auto generator = make_generator(options_, kStream);
  for (const auto type : {torch::kInt64, torch::kInt32}) {
    const auto logits = generator->forward(some_tokens(3, 4, 23).to(type));
    EXPECT_EQ(logits.sizes(), (at::IntArrayRef{3, 4, 23}));
  }
}

TEST_P(EveryGenerator, PredictsFromEarlierTokensOnly) {
  const auto generator = make_generator(options_, kStream);
  const auto tokens = some_tokens(2, 6, 23);
  auto changed = tokens.clone();
  changed.slice(1, 3).fill_(5);
  const auto difference = (generator->forward(tokens) - generator->forward(changed)).abs();
  EXPECT_EQ(difference.slice(1, 0, 4).max().item<float>(), 0.0F);
  EXPECT_GT(difference.slice(1, 4).max().item<float>(), 0.0F);
}

TEST_P(EveryGenerator, GivesEveryParameterAFiniteNonZeroGradient) {
  options_.layers = 2;
  const auto generator = make_generator(options_, kStream);
  const auto tokens = some_tokens(3, 6, 23);
  const auto log_p = torch::log_softmax(generator->forward(tokens), 2);
  (-log_p.gather(2, tokens.unsqueeze(2))).mean().backward();
  for (const auto& item : generator->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_TRUE(torch::isfinite(item.value().grad()).all().item<bool>()) << item.key();
    EXPECT_GT(item.value().grad().abs().max().item<float>(), 0.0F) << item.key();
  }
}

TEST_P(EveryGenerator, HasTheSameWeightsForTheSameSeedWhateverTorchDrew) {
  torch::manual_seed(1);
  const auto first = make_generator(options_, kStream);
  torch::manual_seed(2);
  EXPECT_TRUE(same_weights(*first, *make_generator(options_, kStream)));
  EXPECT_FALSE(same_weights(*first, *make_generator(options_, {8, Purpose::kInitialize, 0})));
}

TEST_P(EveryGenerator, DrawsWeightsOfTheStandardDeviationAskedFor) {
  options_.vocabulary_size = 2000;
  options_.embedding_width = 20;
  options_.initial_range = 0.1;
  const auto weights = make_generator(options_, kStream)->embeddings();
  EXPECT_NEAR(weights.std().item<double>(), 0.1, 0.002);
  EXPECT_NEAR(weights.mean().item<double>(), 0.0, 0.002);
  EXPECT_NEAR((weights.abs() < 0.1).to(torch::kFloat64).mean().item<double>(), 0.6827, 0.01);
}

TEST_P(EveryGenerator, ComesBackFromAFile) {
  const testing::TemporaryFolder folder;
  const auto first = make_generator(options_, kStream);
  TensorFile file;
  collect_tensors(*first, "generator.", file);
  save_tensors(folder.path() / "g.safetensors", file);
  const auto second = make_generator(options_, {8, Purpose::kInitialize, 0});
  restore_tensors(*second, "generator.", load_tensors(folder.path() / "g.safetensors"));
  EXPECT_TRUE(same_weights(*first, *second));
}

TEST_P(EveryGenerator, StepsThroughASentenceAsItIsTeacherForced) {
  options_.layers = 2;
  const auto generator = make_generator(options_, kStream);
  const auto tokens = some_tokens(3, 5, 23);
  const auto expected = generator->forward(tokens);
  auto state = generator->initial_state(3);
  auto fed = torch::full({3}, options_.specials.bos, torch::kInt64);
  for (int64_t t = 0; t < 5; ++t) {
    const auto logits = generator->step(generator->embeddings().index_select(0, fed), state);
    EXPECT_TRUE(torch::allclose(logits, expected.select(1, t), 1e-5, 1e-5)) << t;
    fed = tokens.select(1, t);
  }
}

TEST_P(EveryGenerator, NeverDrawsPadOrBosUnlessSentencesHaveNoEnd) {
  const auto tokens = some_tokens(1, 3, 23);
  const auto p = torch::softmax(make_generator(options_, kStream)->forward(tokens), 2);
  EXPECT_EQ(p.select(2, 0).max().item<float>(), 0.0F);
  EXPECT_EQ(p.select(2, 1).max().item<float>(), 0.0F);
  EXPECT_GT(p.select(2, 2).min().item<float>(), 0.0F);
  options_.specials = {-1, 0, -1, -1};
  const auto endless = torch::softmax(make_generator(options_, kStream)->forward(tokens), 2);
  EXPECT_GT(endless.min().item<float>(), 0.0F);
}

TEST_P(EveryGenerator, NeverDrawsWhatIsForbidden) {
  const auto tokens = some_tokens(1, 3, 23);
  const auto generator = make_generator(options_, kStream);
  const std::vector<int32_t> ids = {7, 22};
  generator->forbid(ids);
  const auto p = torch::softmax(generator->forward(tokens), 2);
  for (const int64_t id : {0, 1, 7, 22}) EXPECT_EQ(p.select(2, id).max().item<float>(), 0.0F);
  EXPECT_GT(p.select(2, 8).min().item<float>(), 0.0F);
}

TEST_P(EveryGenerator, LetsACodeSetTheFirstStateOfEveryLayer) {
  options_.layers = 2;
  options_.latent_width = 3;
  const auto generator = make_generator(options_, kStream);
  const auto codes = torch::randn({4, 3});
  const auto state = generator->initial_state(codes);
  const auto weight = generator->named_parameters()["latent_weight"];
  const int64_t layers = state.front().size(0);
  const auto expected = torch::tanh(codes.matmul(weight.t())).view({4, layers, 6}).transpose(0, 1);
  EXPECT_TRUE(torch::allclose(state.front(), expected));
  if (state.size() > 1) {  // of a factorization whether there is a code
    const float expected_of_second = GetParam() == "factorization" ? 1.0F : 0.0F;
    EXPECT_EQ(state[1].abs().max().item<float>(), expected_of_second);
  }
  // Teacher forcing knows no code: it is 0 there.
  EXPECT_EQ(generator->initial_state(torch::zeros({4, 3})).front().abs().max().item<float>(), 0.0F);
}

/// By plain arithmetic, in the scale of the noise at first.
TEST_P(EveryGenerator, MakesCodesOfNoiseByItsNetwork) {
  options_.latent_width = 3;
  const auto noise = torch::randn({4, 3});
  EXPECT_TRUE(torch::equal(make_generator(options_, kStream)->codes(noise), noise));
  options_.prior_width = 50;
  const auto generator = make_generator(options_, kStream);
  const auto weights = generator->named_parameters();
  const auto layer = [&](const torch::Tensor& x, const std::string& name) {
    return x.matmul(weights["prior_" + name + "_weight"].t()) + weights["prior_" + name + "_bias"];
  };
  const auto hidden = layer(layer(noise, "first").clamp_min(0), "second").clamp_min(0);
  EXPECT_TRUE(torch::allclose(generator->codes(noise), layer(hidden, "last"), 1e-4, 1e-5));
  const double deviation = generator->codes(torch::randn({500, 3})).std().item<double>();
  EXPECT_GT(deviation, 0.5);
  EXPECT_LT(deviation, 4.0);
  const auto copy = generator->clone_on_cpu();
  EXPECT_TRUE(torch::equal(copy->codes(noise), generator->codes(noise)));
}

/// Token by token from the state that the code sets, of sentences that end before the batch does.
TEST_P(EveryGenerator, ReadsASentenceFromTheStateOfItsCode) {
  options_.layers = 2;
  options_.latent_width = 3;
  const auto generator = make_generator(options_, kStream);
  generator->eval();
  Sentences sentences;
  sentences.tokens = some_tokens(3, 4, 23);
  sentences.lengths = torch::tensor({4, 2, 3}, torch::kInt64);
  sentences.latent = torch::randn({3, 3});
  const auto hidden = generator->hidden_of_codes(sentences);
  auto state = generator->initial_state(sentences.latent);
  auto fed = torch::full({3}, options_.specials.bos, torch::kInt64);
  for (int64_t t = 0; t < 4; ++t) {
    const auto expected = generator->advance(torch::embedding(generator->embeddings(), fed), state);
    fed = sentences.tokens.select(1, t);
    const auto is_token = (sentences.lengths > t).unsqueeze(1);
    EXPECT_TRUE(torch::allclose(hidden.select(1, t) * is_token, expected * is_token, 1e-4, 1e-5))
        << t;
  }
  const auto weights = inside(sentences.lengths, 4).to(torch::kFloat32);
  const auto log_p = torch::log_softmax(generator->logits(hidden), 2)
                         .gather(2, sentences.tokens.unsqueeze(2))
                         .squeeze(2);
  const auto loss = generator->cross_entropy_of(hidden, sentences.tokens, weights);
  EXPECT_NEAR(loss.item<double>(), -(log_p * weights).sum().item<double>(), 1e-3);
  loss.backward();
  EXPECT_GT(generator->named_parameters()["latent_weight"].grad().abs().max().item<float>(), 0.0F);
}

TEST_P(EveryGenerator, ScoresTheTokenNearestToItsPointHighest) {
  options_.output = "point";
  options_.latent_width = 3;
  for (const char* distance : {"cosine", "euclidean", "von-mises-fisher"}) {
    options_.distance = distance;
    const auto generator = make_generator(options_, kStream);
    const torch::NoGradGuard no_gradient;
    const auto hidden = torch::randn({50, 6});
    const auto points = generator->points(hidden);
    const auto table = generator->embeddings().narrow(0, 2, 21);  // without pad and bos
    const auto expected =
        std::string(distance) == "euclidean"
            ? torch::cdist(points, table).argmin(1)
            : torch::cosine_similarity(points.unsqueeze(1), table.unsqueeze(0), 2).argmax(1);
    EXPECT_TRUE(torch::equal(generator->logits(hidden).argmax(1), expected + 2)) << distance;
  }
}

/// The pretraining loss of points against plain torch, and its gradient.
TEST_P(EveryGenerator, RegressesPointsToTheEmbeddings) {
  options_.output = "point";
  options_.latent_width = 3;
  const auto tokens = some_tokens(3, 4, 23);
  const auto weights = torch::rand({3, 4});
  for (const char* distance : {"cosine", "euclidean"}) {
    options_.distance = distance;
    const auto generator = make_generator(options_, kStream);
    EXPECT_FALSE(generator->has_likelihood());
    auto state = generator->initial_state(3);
    auto fed = torch::full({3}, options_.specials.bos, torch::kInt64);
    torch::Tensor expected = torch::zeros({});
    for (int64_t t = 0; t < 4; ++t) {
      const auto input = torch::embedding(generator->embeddings(), fed);
      const auto points = generator->points(generator->advance(input, state));
      fed = tokens.select(1, t);
      const auto wanted = torch::embedding(generator->embeddings(), fed);
      const auto cost = std::string(distance) == "cosine"
                            ? 1 - (points * wanted).sum(1) / (points.norm(2, 1) * wanted.norm(2, 1))
                            : (points - wanted).square().sum(1) / 2;
      expected = expected + (cost * weights.select(1, t)).sum();
    }
    const auto loss = generator->pretraining_loss(tokens, weights);
    EXPECT_NEAR(loss.item<double>(), expected.item<double>(), 1e-4) << distance;
    loss.backward();
    EXPECT_GT(generator->named_parameters()["output_weight"].grad().norm().item<float>(), 0.0F);
    EXPECT_FALSE(generator->embeddings().grad().defined());
  }
}

TEST_P(EveryGenerator, HasNoPointsWhereItsOutputIsASoftmax) {
  EXPECT_THROW(make_generator(options_, kStream)->points(torch::zeros({1, 6})), UsageError);
}

TEST_P(EveryGenerator, DropsOutInTrainingOnlyAndRepeatsWithTheSeedOfTorch) {
  for (double GeneratorOptions::*dropout :
       {&GeneratorOptions::input_dropout, &GeneratorOptions::output_dropout,
        &GeneratorOptions::word_dropout}) {
    GeneratorOptions options = options_;
    options.*dropout = 0.5;
    options.layers = 2;
    const auto generator = make_generator(options, kStream);
    const auto tokens = some_tokens(2, 4, 23);
    torch::manual_seed(3);
    const auto first = generator->forward(tokens);
    const auto second = generator->forward(tokens);
    torch::manual_seed(3);
    EXPECT_TRUE(torch::equal(first, generator->forward(tokens)));
    EXPECT_FALSE(torch::equal(first, second));
    generator->eval();
    EXPECT_TRUE(torch::equal(generator->forward(tokens), generator->forward(tokens)));
  }
}

struct Size {
  int64_t layers, embedding, hidden;
  bool tied;
};

TEST_P(EveryGenerator, HasTheLogProbabilitiesOfItsEngine) {
  for (const Size& size : {Size{1, 6, 5, false}, Size{2, 33, 47, false}, Size{1, 32, 32, true},
                           Size{2, 40, 40, true}, Size{1, 1, 1, false}}) {
    options_.vocabulary_size = 101;
    options_.layers = size.layers;
    options_.embedding_width = size.embedding;
    options_.hidden_width = size.hidden;
    options_.tied_embeddings = size.tied;
    const auto generator = make_generator(options_, kStream);
    const auto tokens = some_tokens(4, 9, 101);
    const auto flat = tokens.to(torch::kInt32).contiguous();
    TokenBatch batch{4, 9, {flat.data_ptr<int32_t>(), flat.data_ptr<int32_t>() + 36}, {9, 9, 9, 9}};
    const auto actual = generator->rollouts(options_.specials)->log_probabilities(batch);
    const auto expected =
        torch::log_softmax(generator->forward(tokens), 2).gather(2, tokens.unsqueeze(2)).squeeze(2);
    EXPECT_TRUE(torch::allclose(torch::tensor(actual).view({4, 9}), expected, 0.0, 1e-4))
        << size.layers << ' ' << size.embedding << ' ' << size.hidden;
  }
}

TEST_P(EveryGenerator, StaysNearItsLogProbabilitiesInBfloat16) {
  if (!engine::has_bfloat16_products()) GTEST_SKIP() << "no bf16 products on this processor";
  options_.vocabulary_size = 101;
  const auto generator = make_generator(options_, kStream);
  const auto flat = some_tokens(4, 9, 101).to(torch::kInt32).contiguous();
  const TokenBatch batch{
      4, 9, {flat.data_ptr<int32_t>(), flat.data_ptr<int32_t>() + 36}, {9, 9, 9, 9}};
  const auto log_probabilities = [&](engine::Precision precision) {
    return torch::tensor(
        generator->rollouts(options_.specials, precision)->log_probabilities(batch));
  };
  const torch::Tensor error = log_probabilities(engine::Precision::kBfloat16) -
                              log_probabilities(engine::Precision::kFloat32);
  EXPECT_GT(error.abs().max().item<float>(), 0);
  EXPECT_LT(error.abs().max().item<float>(), 0.02);
}

TEST_P(EveryGenerator, RefusesOptionsOutOfRangeByTheirKey) {
  auto wrong = options_;
  wrong.hidden_width = 0;
  EXPECT_EQ(refusal(wrong), "generator.hidden_width = 0: expected an integer in 1..65536");
  wrong = options_;
  wrong.embedding_width = 65537;
  EXPECT_THAT(refusal(wrong), HasSubstr("generator.embedding_width = 65537"));
  wrong = options_;
  wrong.layers = 17;
  EXPECT_THAT(refusal(wrong), HasSubstr("generator.layers = 17: expected an integer in 1..16"));
  wrong = options_;
  wrong.input_dropout = 1.0;
  EXPECT_THAT(refusal(wrong), HasSubstr("generator.input_dropout = 1"));
  wrong = options_;
  wrong.output_dropout = -0.1;
  EXPECT_THAT(refusal(wrong), HasSubstr("generator.output_dropout = -0.1"));
  wrong = options_;
  wrong.word_dropout = 1.0;
  EXPECT_THAT(refusal(wrong), HasSubstr("generator.word_dropout = 1"));
  wrong = options_;
  wrong.initial_range = std::nan("");
  EXPECT_THAT(refusal(wrong), HasSubstr("generator.initial_range"));
  wrong = options_;
  wrong.tied_embeddings = true;
  wrong.hidden_width = 8;
  EXPECT_THAT(refusal(wrong), HasSubstr("generator.tied_embeddings"));
  wrong = options_;
  wrong.specials.bos = 23;
  EXPECT_THAT(refusal(wrong), HasSubstr("bos"));
}

TEST(Generators, RefuseAnUnknownCellAndNameTheKnownOnes) {
  EXPECT_THAT(refusal(small("perceptron")), HasSubstr("expected one of lstm, gru"));
}

}  // namespace
}  // namespace lingan::generators_test
