#include <lingan/gan/training/label_accuracy.h>

#include <gtest/gtest.h>

#include "tests/gan/training/labelled_run.h"

namespace lingan::label_accuracy_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(LabelAccuracy, IsTheShareOfHeldOutSentencesWhoseLabelDTells) {
  TrainingData data = few_labels(16);
  data.validation.labels[3] = kUnknownLabel;
  TrainingState state(semi_supervised_recipe(), data, 1);
  Discriminator& d = *state.players.discriminator;
  d.eval();
  const Sentences held_out = to_sentences(data.validation);
  const auto classes = d.class_logits(d.features(held_out));
  int64_t right = 0;
  for (int64_t row = 0; row < held_out.rows(); ++row) {
    const bool says_one = classes[row][1].item<float>() > classes[row][0].item<float>();
    right += data.validation.labels[row] == (says_one ? 1 : 0) ? 1 : 0;
  }
  EXPECT_DOUBLE_EQ(label_accuracy(state).at("label-accuracy"),
                   static_cast<double>(right) / static_cast<double>(held_out.rows() - 1));
}

TEST(LabelAccuracy, IsNotThereWithoutLabelsOrADThatTellsThem) {
  EXPECT_TRUE(
      label_accuracy(TrainingState(small_recipe("gumbel-softmax"), few_labels(16), 1)).empty());
  TrainingData data = few_labels(16);
  data.validation.labels.assign(data.validation.labels.size(), kUnknownLabel);
  EXPECT_TRUE(label_accuracy(TrainingState(semi_supervised_recipe(), data, 1)).empty());
  Recipe told = small_recipe("gumbel-softmax");
  told.generator.labels = "condition";
  EXPECT_TRUE(label_accuracy(TrainingState(told, few_labels(64), 1)).empty());
}

}  // namespace
}  // namespace lingan::label_accuracy_test
