/// What a generator does whatever its cell; generators_test.cc asks every cell.
#include <lingan/model/generators/generator.h>

#include <torch/autograd.h>

#include <gtest/gtest.h>

#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/model/tiny_generator.h"

namespace lingan::generator_test {
namespace {

using testing::made;
using testing::tiny_generator;

torch::Tensor some_tokens() { return torch::tensor({{3, 4, 2, 0}, {5, 6, 3, 4}}, torch::kInt64); }

TEST(Generator, WeighsTheCrossEntropyOfEachToken) {
  const auto generator = made(tiny_generator("gru"), 5);
  const auto tokens = some_tokens();
  const auto weights = torch::tensor({{1.0, 0.5, -2.0, 0.0}, {0.0, 3.0, 1.0, 0.25}});
  const auto log_p = torch::log_softmax(generator->forward(tokens), 2);
  const auto of_tokens = log_p.gather(2, tokens.unsqueeze(2)).squeeze(2);
  const auto expected = -(of_tokens * weights).masked_fill(weights == 0, 0).sum();
  const auto result = generator->cross_entropy(tokens, weights);
  EXPECT_NEAR(result.item<double>(), expected.item<double>(), 1e-5);
  const auto parameters = generator->parameters();
  const auto gradients = torch::autograd::grad({result}, parameters);
  const auto wanted = torch::autograd::grad({expected}, parameters);
  for (size_t i = 0; i < parameters.size(); ++i) {
    EXPECT_TRUE(torch::allclose(gradients[i], wanted[i], 1e-4, 1e-5)) << i;
  }
}

TEST(Generator, OfTiedEmbeddingsHasOneTable) {
  GeneratorOptions options = tiny_generator("lstm");
  options.tied_embeddings = true;
  const auto generator = made(options, 5);
  EXPECT_FALSE(generator->named_parameters().contains("output_weight"));
  EXPECT_TRUE(generator->output().weight.is_same(generator->embeddings()));
}

TEST(Generator, HasACopyThatSharesNothingWithIt) {
  const auto generator = made(tiny_generator("lstm"), 5);
  generator->forbid(std::vector<int32_t>{4});
  generator->train();
  const auto copy = generator->clone_on_cpu();
  EXPECT_FALSE(copy->is_training());
  const torch::NoGradGuard no_gradient;
  generator->eval();
  const auto before = copy->forward(some_tokens());
  EXPECT_TRUE(torch::equal(before, generator->forward(some_tokens())));
  EXPECT_EQ(torch::softmax(before, 2).select(2, 4).max().item<float>(), 0) << "it is forbidden";
  for (torch::Tensor& weight : generator->parameters()) weight.add_(1);
  EXPECT_TRUE(torch::equal(copy->forward(some_tokens()), before));
}

TEST(Generator, BeginsWithTheEmbeddingOfBos) {
  const torch::NoGradGuard no_gradient;
  for (const int32_t bos : {1, 5}) {
    GeneratorOptions options = tiny_generator("lstm");
    options.specials.bos = bos;
    const auto generator = made(options, 5);
    const auto first = generator->first_input(2, {});
    ASSERT_EQ(first.sizes(), (at::IntArrayRef{2, 8}));
    for (const int64_t row : {0, 1}) {
      EXPECT_TRUE(torch::equal(first[row], generator->embeddings()[bos]));
    }
    auto state = generator->initial_state(2);
    EXPECT_TRUE(torch::allclose(generator->step(first, state),
                                generator->forward(some_tokens()).select(1, 0), 1e-5, 1e-6));
  }
}

TEST(Generator, KnowsWhichOutputsHaveALikelihood) {
  GeneratorOptions options = tiny_generator("lstm");
  EXPECT_TRUE(made(options, 5)->has_likelihood());
  options.latent_width = 3;
  EXPECT_TRUE(made(options, 5)->has_likelihood()) << "given the code";
  options.output = "point";
  const auto of_points = made(options, 5);
  EXPECT_FALSE(of_points->has_softmax() || of_points->has_likelihood());
  EXPECT_FALSE(of_points->embeddings().requires_grad()) << "all being equal would be the best";
  GeneratorOptions at_once = tiny_generator("convolutional");
  at_once.latent_width = 3;
  const auto convolutional = made(at_once, 5);
  EXPECT_FALSE(convolutional->is_autoregressive() || convolutional->has_likelihood());
  EXPECT_THROW(convolutional->pretraining_loss(some_tokens(), torch::ones({2, 4})), UsageError);
}

}  // namespace
}  // namespace lingan::generator_test
