/// A discriminator of classes whose logits are given.
#pragma once

#include <lingan/model/torch.h>

#include "tests/gan/toy.h"

namespace lingan::testing {

/// Says what it is told of classes, by the first token of a sentence: its features are one-hot.
class ClassTable : public FixedDiscriminator {
 public:
  /// @param logits  [V, K + 1].
  explicit ClassTable(const torch::Tensor& logits) : FixedDiscriminator({}, {}), logits_(logits) {
    options_.classes = logits.size(1) - 1;
  }
  torch::Tensor features(const Sentences& s) override {
    return torch::one_hot(s.tokens.select(1, 0), logits_.size(0)).to(torch::kFloat64);
  }
  torch::Tensor logits(const Sentences& s) override {
    const auto classes = class_logits(features(s)).exp();
    return (classes.sum(1) / classes.select(1, options_.classes) - 1).log();
  }
  torch::Tensor class_logits(const torch::Tensor& features) override {
    return features.matmul(logits_);
  }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor logits_;
  DiscriminatorOptions options_;
};

}  // namespace lingan::testing
