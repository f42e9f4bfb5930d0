#include <lingan/gan/strategies/sentence_memory.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/gan/toy.h"

namespace lingan::sentence_memory_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A sentence of one token for each number.
Sentences sentences_of(const std::vector<int64_t>& numbers) {
  Sentences sentences;
  sentences.tokens = torch::tensor(numbers, torch::kInt64).unsqueeze(1);
  sentences.lengths = torch::ones({static_cast<int64_t>(numbers.size())}, torch::kInt64);
  return sentences;
}

constexpr RandomStream kStream = {1, Purpose::kNegatives, 0};

std::set<int64_t> drawn_from(const SentenceMemory& memory) {
  const auto tokens = memory.draw(kStream, 0, 200).tokens.contiguous();
  const auto* first = tokens.data_ptr<int64_t>();
  return {first, first + tokens.numel()};
}

TEST(SentenceMemory, KeepsTheLatest) {
  SentenceMemory memory(3);
  EXPECT_TRUE(memory.is_empty());
  memory.add(sentences_of({1, 2}));
  EXPECT_EQ(drawn_from(memory), (std::set<int64_t>{1, 2}));
  memory.add(sentences_of({3, 4}));
  EXPECT_EQ(drawn_from(memory), (std::set<int64_t>{2, 3, 4}));
  memory.add(sentences_of({5, 6, 7, 8}));
  EXPECT_EQ(drawn_from(memory), (std::set<int64_t>{6, 7, 8}));
}

TEST(SentenceMemory, DrawsTheSameRowsWhateverTheBatch) {
  SentenceMemory memory(8);
  memory.add(sentences_of({1, 2, 3, 4, 5, 6, 7, 8}));
  const auto whole = memory.draw(kStream, 0, 10).tokens;
  EXPECT_TRUE(torch::equal(whole.narrow(0, 6, 4), memory.draw(kStream, 6, 4).tokens));
}

TEST(SentenceMemory, IsTheSameAfterItIsRestored) {
  SentenceMemory memory(3), other(3);
  other.restore(memory.state());
  EXPECT_TRUE(other.is_empty());
  memory.add(sentences_of({1, 2, 3, 4}));
  other.restore(memory.state());
  EXPECT_TRUE(torch::equal(memory.draw(kStream, 0, 9).tokens, other.draw(kStream, 0, 9).tokens));
  memory.add(sentences_of({5}));
  EXPECT_TRUE(torch::equal(other.state().at("memory.tokens"), sentences_of({2, 3, 4}).tokens))
      << "a copy";
  auto state = memory.state();
  state.erase("memory.lengths");
  EXPECT_THROW(other.restore(state), InputError);
  EXPECT_THROW(other.restore({}), InputError);
}

/// Of a generator that has come to write otherwise, D still sees earlier sentences.
TEST(PolicyGradient, ShowsTheDiscriminatorAShareOfEarlierSentences) {
  World world = make_world(kNoEos, 0.0);
  OptionSet set;
  set.get<PolicyGradientOptions>().rollouts = 0;
  set.get<PolicyGradientOptions>().replay_share = 0.25;
  const auto strategy = make_strategy("policy-gradient", set);
  StepContext context = world.context(0, 200);
  strategy->update_generator(context);
  {
    const torch::NoGradGuard no_gradient;
    world.generator->named_parameters()["output_bias"].copy_(torch::tensor({0.0, 0.0, 100.0}));
  }
  constexpr int64_t kRows = 4000;
  const auto is_new = [&](Strategy& of) {
    return (of.fakes_for_discriminator(context, kRows, 0).tokens == 2)
        .all(1)
        .to(torch::kFloat64)
        .mean()
        .item<double>();
  };
  // An earlier sentence may be the same by chance.
  EXPECT_NEAR(is_new(*strategy), 0.75, 0.05);
  const auto resumed = make_strategy("policy-gradient", set);
  resumed->restore(strategy->state());
  EXPECT_EQ(is_new(*resumed), is_new(*strategy));
}

}  // namespace
}  // namespace lingan::sentence_memory_test
