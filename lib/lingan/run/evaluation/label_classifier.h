/// Whether a run's sentences have the labels that they were drawn for, as a classifier tells them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// A convolutional network (the discriminator `cnn`, with a class for each label) that has learnt
/// the labels of sentences by a fixed recipe: E = 64, windows of 2 to 5 tokens with 100 filters
/// each, dropout 0.5, Adam with a rate of 1e-3, batches of 64, at most 60 epochs, ended after five
/// without a gain of cross-entropy on a tenth of the sentences, with the weights of the best epoch;
/// seed 1.
/// Source: Kim 2014, "Convolutional neural networks for sentence classification".
class LabelClassifier {
 public:
  /// @param labelled  sentences of the run of that spec, with labels.
  /// @param device  where the network is.
  /// @throws metrics::NoValue if there are fewer than two; Interrupted when the user stops it.
  LabelClassifier(const TokenBatch& labelled, const RunSpec& spec, torch::Device device);

  /// Probabilities of the labels of each sentence, [N, K] row by row.
  /// @param sentences  one at least, as wide as those that it learnt from.
  std::vector<double> probabilities(const TokenBatch& sentences) const;

  /// Share of sentences whose label it tells, 0..1.
  /// @param sentences  with labels, one at least, as wide as those that it learnt from.
  double accuracy(const TokenBatch& sentences) const;

 private:
  torch::Tensor logits(const TokenBatch& sentences) const;
  torch::Tensor labels(const TokenBatch& sentences) const;
  template <class Use>
  void in_blocks(const TokenBatch& sentences, const Use& use) const;
  double cross_entropy(const TokenBatch& sentences) const;
  void learn(const TokenBatch& train, const TokenBatch& held_out);

  torch::Device device_;
  std::shared_ptr<Discriminator> network_;
  int64_t classes_;
};

/// Those that are named of
///
///   inception-score  how sure the classifier is of a sample's label, and of how many labels
///                    samples are (metrics/class_scores.h)
///   mode-score       the same against the proportions of labels in the training sentences
///   acc       accuracy of the classifier, learnt from the run's training sentences, on samples
///             of the run, 0..1; higher is better. The labels of samples are in the proportions of
///             the training sentences.
///   acc-real  the same on real sentences, which it has not seen: acc of a perfect generator
///
/// Without a value, and with the reason, where the run has no labels, and where the sentences have
/// none. Sentences whose label nobody knows are left out, of training, too. Sources: Wang and Wan
/// 2018 (SentiGAN), sec. 4; Liu et al. 2020 (CatGAN); TextGAN-PyTorch, metrics/clas_acc.py, whose
/// classifier learns from the test part.
std::vector<metrics::MetricValue> label_metrics(const RunDirectory& run, const TokenBatch& samples,
                                                const TokenBatch& real,
                                                const std::vector<std::string>& names);

}  // namespace lingan
