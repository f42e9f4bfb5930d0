/// What the discriminators have in common that learn from tokens: a table of embeddings, an output
/// layer, and what tells latent codes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/label_condition.h>

namespace lingan {

class SourceEncoder;

/// A discriminator whose network a class of its own adds. Parameters: embedding [V, E], unless it
/// is the generator's; those of the network; where it has an output layer output_weight [1, W] and
/// output_bias [1], or [K + 1, W] and [K + 1] of K classes; latent_weight [Z, F] and latent_bias
/// [Z] where it tells latent codes; where it reads sources, those of their encoder
/// (layers/source_encoder.h), of width E, and source_weight [W, E], the P of
/// SourceConditionOptions; token_weight [1, S] and token_bias [1] where it has outputs of tokens.
class EmbeddingDiscriminator : public Discriminator {
 public:
  torch::Tensor embeddings() const final { return embedding_; }
  void share_embeddings(const torch::Tensor& table) final;
  torch::Tensor latent(const Sentences& sentences) final;
  torch::Tensor class_logits(const torch::Tensor& features) final;
  /// One power iteration for each matrix, where options().spectral_norm wants them normalised.
  void begin_step() final;
  /// l2 / 2 * (|w|^2 + b^2). SeqGAN adds l2 / 2 * (|W|^2 + |b|^2) of a two-class layer to the mean
  /// cross-entropy of real and fake sentences; an objective here is the sum of two means, twice
  /// that. Of all two-class layers with the same difference w of their rows, the one of least norm
  /// is (w/2, -w/2), whose squares are half of w's. A layer of classes is taken as it is. 0
  /// without an output layer.
  torch::Tensor penalty() const final;
  const DiscriminatorOptions& options() const final { return options_; }

 protected:
  /// Checks the options and registers the embeddings; the network's parameters come next.
  /// @throws UsageError if options are out of range.
  explicit EmbeddingDiscriminator(const DiscriminatorOptions& options);

  torch::Tensor add(const std::string& name, at::IntArrayRef shape);
  /// Registers the last parameters: the output layer, what tells latent codes, and what reads
  /// sources.
  /// @param width  W, of what the output layer is given.  @param features  F.
  void add_output(int64_t width, int64_t features);
  /// Registers what tells latent codes alone, for a network without an output layer.
  void add_latent(int64_t features);

  /// Registers what judges single tokens by their states, after all others.  @param width  S.
  void add_token_output(int64_t width);

  /// Has used() divide a matrix, or filters, by its norm where options().spectral_norm is set: adds
  /// the buffer NAME_direction. add() has called it for its own.
  void normalise(const std::string& name, const torch::Tensor& weight);
  /// Power iterations until the norms of drawn weights are known; for the end of a constructor.
  void settle_norms();
  /// A weight as the network uses it: over its largest singular value as far as the iterations know
  /// it, where it is to be normalised (Miyato et al. 2018, eq. 8), differentiable.
  torch::Tensor used(const torch::Tensor& weight) const;

  /// The vectors [B, T, E] of sentences, with noise while training where options().instance_noise
  /// is above 0. A table of the generator gets no gradient.
  torch::Tensor embedded(const Sentences& sentences) const;
  /// Dropout while training.
  torch::Tensor dropped(const torch::Tensor& values) const;
  /// What the output layer is given by features: [N, F] -> [N, W].
  virtual torch::Tensor last_layer(const torch::Tensor& features) const {
    return dropped(features);
  }
  /// Raw outputs: [..., W] -> [...].
  /// @param labels  [B] int64, of the sentences, whose B x R rows a D that is told labels is given,
  /// or one that reads sources: these' numbers.
  /// @throws UsageError if it is told them, or reads them, and they are missing.
  torch::Tensor output(const torch::Tensor& values, const torch::Tensor& labels = {}) const;
  /// Whether an output is of a sentence and its label, or its source.
  bool is_conditioned() const { return is_told_labels_ || source_encoder_ != nullptr; }
  /// Whether a parameter is a table of vectors: of tokens, or of labels of sources.
  bool is_table(const torch::Tensor& parameter) const;

  /// Raw outputs of tokens by their states: [B, T, S] -> [B, T].
  torch::Tensor token_output(const torch::Tensor& states) const;
  /// A sentence's features, and after them the sum, the minimum and the mean of its tokens' raw
  /// outputs: [B, F] -> [B, F + kTokenFeatures]. States are not dropped out: a sum of noises would
  /// drown what the tokens tell.
  /// @param states  [B, T, S].  @param lengths  [B] int64.
  torch::Tensor with_token_features(const torch::Tensor& features, const torch::Tensor& states,
                                    const torch::Tensor& lengths) const;
  static constexpr int64_t kTokenFeatures = 3;

  /// Features and, where options().minibatch_deviation is set, one more that all sentences of the
  /// batch share: the mean over the features of their standard deviations among the sentences
  /// (Karras et al. 2018, sec. 3), so that D tells batches whose sentences vary less than those of
  /// the text. [B * R, F] -> [B * R, F + batch_features()].
  /// @param representations  R, each by itself: row b * R + r is of sentence b.
  torch::Tensor with_deviation(const torch::Tensor& features, int64_t representations = 1) const;
  /// How many features with_deviation() adds.
  int64_t batch_features() const { return options_.minibatch_deviation ? 1 : 0; }

  const torch::Tensor& output_weight() const { return output_weight_; }
  const torch::Tensor& output_bias() const { return output_bias_; }
  const torch::Tensor& latent_weight() const { return latent_weight_; }
  const torch::Tensor& token_weight() const { return token_weight_; }

 private:
  void add_source(int64_t width);
  /// The table that D reads, which gets no gradient where it is the generator's.
  torch::Tensor table() const { return shares_embeddings_ ? embedding_.detach() : embedding_; }
  torch::Tensor output_of_labels(const torch::Tensor& outputs, const torch::Tensor& labels) const;
  torch::Tensor output_of_sources(const torch::Tensor& values, const torch::Tensor& numbers) const;

  /// A weight and the first left singular vector of its matrix, [rows], as far as it is known.
  struct Normalised {
    torch::Tensor weight, direction;
  };

  DiscriminatorOptions options_;
  bool is_told_labels_ = options_.own.get<LabelCondition>().is_told;
  bool shares_embeddings_ = options_.embeddings == "generator";
  std::vector<Normalised> normalised_;
  torch::Tensor embedding_;
  torch::Tensor output_weight_, output_bias_;
  torch::Tensor latent_weight_, latent_bias_;
  torch::Tensor token_weight_, token_bias_;
  torch::Tensor source_weight_;
  std::shared_ptr<SourceEncoder> source_encoder_;  // null: it reads no sources
};

}  // namespace lingan
