/// Generators: p(y_t | y_<t) by a network that takes one token after the other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/engine/precision.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/generators/generator_options.h>
#include <lingan/model/layers/perceptron.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

class Discriminator;
class SourceEncoder;

/// The layer that turns hidden rows into logits.
struct GeneratorOutput {
  torch::Tensor weight;  ///< [V, H]
  torch::Tensor bias;    ///< [V]
};

/// A language model that training differentiates and the engine samples: a table of embeddings, a
/// cell, which a class of its own adds, and an output layer.
///
/// Parameters: embedding [V, E]; those of the cell; output_weight [V, H] unless tied; output_bias
/// [V]. Where the output is a point, output_weight is [E, H] and output_bias [E], and the
/// embeddings stay as they are: were they trained, all of them being equal would be the best that
/// points can do. With a latent code, latent_weight [layers * H, Z], and where codes are made of
/// noise by a network, those of a perceptron (perceptron.h) after `prior_`. Where the generator is
/// told labels, label_embedding [K, E], of which a sentence's own is fed before it in place of
/// bos's (Mirza & Osindero 2014; for language models, Keskar et al. 2019), be they the text's or
/// drawn. Where it reads sources, the weights of a GRU over their embeddings, named as torch's
/// after `source_`, and source_weight [layers * H, H], by which its last state sets the first
/// state, as a latent code would; where these sources have labels (labelled_sources.h),
/// source_label_embedding [K, E], which is read before them.
class Generator : public torch::nn::Module {
 public:
  /// The state of a cell before anything was fed, for B rows: tensors [N, B, W], one row of the
  /// batch in the second dimension. The first tensor is what a latent code sets.
  virtual std::vector<torch::Tensor> initial_state(int64_t rows) const = 0;

  /// Feeds one embedding a row, differentiably; the path of relaxed tokens.
  /// @param input  [B, E].  @param state  read and replaced; while no gradient is recorded its
  /// tensors may be written, too.
  /// @return [B, H], what the output layer is given.
  virtual torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) = 0;

  /// advance() of teacher-forced tokens: bos is put before them, y_T is not fed.
  /// @param tokens  [B, T] int64 or int32, y_1..y_T.
  /// @param labels  [B] int64, of a generator that is told them, or, of one that reads sources,
  /// these' numbers in options().sources; here and below.
  /// @return [B, T, H].
  virtual torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& labels = {});

  /// hidden() of sentences of these sources, differentiable in relaxed ones, too.
  /// @param sentences  hard tokens [B, T], and their labels where it is told them; where they have
  /// lengths, nobody may look at what is after an end.
  /// @param sources  [B, S] in one form, with lengths.
  torch::Tensor hidden_of_sources(const Sentences& sentences, const Sentences& sources);

  /// hidden() of sentences that were made of latent codes, differentiable in these.
  /// @param sentences  hard tokens [B, T], and in `latent` their codes [B, Z]; where they have
  /// lengths, nobody may look at what is after an end.
  torch::Tensor hidden_of_codes(const Sentences& sentences);

  /// What advance() is given for every token, [V, W]: by itself the embeddings.
  virtual torch::Tensor fed_vectors() const { return embedding_; }

  /// Takes what it reads of a discriminator, as that is now: called when both are new, and after
  /// each of the discriminator's steps. By itself nothing.
  /// @throws UsageError if the discriminator has not what it reads.
  virtual void read_features_of(const Discriminator& discriminator) {}

  /// What samples and completes sentences with a copy of the weights, where they are: make a new
  /// one after they have changed. By itself it calls the module (module_stepper.h), on the CPU.
  /// @param precision  of the output layer's products on the CPU.
  /// @throws UsageError if bos is not of the vocabulary.
  virtual std::unique_ptr<engine::Rollouts> rollouts(
      const SpecialTokens& specials,
      engine::Precision precision = engine::Precision::kFloat32) const;

  /// What latent codes are made of, [rows, Z], on the CPU: latent_codes() or binary_codes(), as
  /// options().latent_codes says.
  torch::Tensor draw_noise(RandomStream stream, uint64_t first_row, int64_t rows) const;

  /// Latent codes [B, Z], differentiable: the noise itself, or with options().prior_width what a
  /// network makes of it, so that the codes may have any distribution (Zhao et al. 2018, ARAE).
  /// @param noise  [B, Z]; see draw_noise().
  torch::Tensor codes(const torch::Tensor& noise) const;

  /// The state that a latent code sets, differentiable: by itself tanh(C z) in place of the first
  /// tensor (Zhang et al. 2017, sec. 3.1). Where there is no code it is initial_state(rows).
  /// @param code  [B, Z]; see codes().
  virtual std::vector<torch::Tensor> initial_state(const torch::Tensor& code) const;

  /// The state before the first token of sentences without a latent code, differentiable: that of
  /// their sources, or initial_state(rows).
  /// @param sources  [B] int64, numbers of sources, of a generator that reads them.
  /// @throws UsageError if it reads them and they are missing.
  std::vector<torch::Tensor> first_state(int64_t rows, const torch::Tensor& sources) const;

  /// Whether a token depends on those before it. By itself true; else all positions are functions
  /// of the latent code, and what is fed to advance() has no effect.
  virtual bool is_autoregressive() const { return true; }

  /// The output layer; large negative numbers in its bias keep forbidden tokens from being drawn.
  /// Of points it is the layer whose largest logit is the nearest token's.
  GeneratorOutput output() const;

  /// The generators that each have sentences of one label, in the order of labels: itself alone
  /// where there are none.
  virtual std::vector<Generator*> of_labels() { return {this}; }

  /// The generator of one label's sentences, without labels: the label's own network, or a copy of
  /// this one, where it is, that feeds the label's embedding for bos; where labels come with
  /// sources, a copy that samples those of the label alone.
  /// @param label  in 0..K-1.
  virtual std::shared_ptr<const Generator> of_label(size_t label) const;

  /// The state before the first token of sentences of these sources, differentiable in relaxed
  /// ones, too.  REQUIRES: reads_sources().
  /// @param sources  [B, S] in one form, with lengths, and with labels where it reads these.
  std::vector<torch::Tensor> first_state_of(const Sentences& sources) const;

  /// Whether it is told the labels of the sentences before their first tokens.
  bool is_told_labels() const { return is_told_labels_; }

  /// Whether it reads the sources of the sentences.
  bool reads_sources() const { return source_encoder_ != nullptr; }

  /// Whether the source of a sentence is the sentence itself.
  bool reads_itself() const { return options_.source == "itself"; }

  /// Reads others from now on.  REQUIRES: reads_sources().
  /// @param sources  at least one of which is sampled.
  void set_sources(std::shared_ptr<const SourceTable> sources);

  /// What is fed before the first token, [B, E]: the embedding of bos, or of the sentences' labels.
  /// @param labels  [B] int64, of a generator that is told them.
  /// @throws UsageError if it is told them and they are missing.
  torch::Tensor first_input(int64_t rows, const torch::Tensor& labels) const;

  /// output() of hidden rows: [..., H] -> [..., V].
  torch::Tensor logits(const torch::Tensor& hidden) const;

  /// The points [..., E] of hidden rows.  @throws UsageError where the output is a softmax.
  torch::Tensor points(const torch::Tensor& hidden) const;

  /// logits() of advance().
  torch::Tensor step(const torch::Tensor& input, std::vector<torch::Tensor>& state) {
    return logits(advance(input, state));
  }

  /// Teacher-forced logits [B, T, V]: entry t scores y_{t+1} given y_1..y_t.
  /// @param tokens  [B, T].
  torch::Tensor forward(const torch::Tensor& tokens, const torch::Tensor& labels = {}) {
    return logits(hidden(tokens, labels));
  }

  /// Sum of weights[b, t] * -ln p(y_t | y_<t), differentiable in the weights of the network; a
  /// scalar.
  /// @param tokens  [B, T] int64.  @param weights  [B, T]; a token of weight 0 costs nothing.
  torch::Tensor cross_entropy(const torch::Tensor& tokens, const torch::Tensor& weights,
                              const torch::Tensor& labels = {});

  /// The same of tokens whose hidden rows [B, T, H] are known.
  torch::Tensor cross_entropy_of(const torch::Tensor& hidden, const torch::Tensor& tokens,
                                 const torch::Tensor& weights) const;

  /// Sum of weights[b, t] times what token y_t costs in pretraining, differentiable: the
  /// cross-entropy, or, for points, 1 - cos of the angle to the token's embedding or half the
  /// squared distance from it, or the negative log-likelihood of the embedding's direction
  /// (von_mises_fisher.h).
  /// @throws UsageError if the generator is not autoregressive.
  virtual torch::Tensor pretraining_loss(const torch::Tensor& tokens, const torch::Tensor& weights,
                                         const torch::Tensor& labels = {});

  /// Whether a step's output is a softmax over tokens; else a point.
  bool has_softmax() const { return has_softmax_; }

  /// Whether a sentence has a probability that can be computed: not where a step's output is a
  /// point, nor where all positions hang on a latent code, over which it would be an integral.
  bool has_likelihood() const { return has_softmax() && is_autoregressive(); }

  /// The embedding table [V, E].
  torch::Tensor embeddings() const { return embedding_; }

  /// Never draws these tokens from now on.  @param ids  in 0..V-1.
  virtual void forbid(std::span<const int32_t> ids);

  const GeneratorOptions& options() const { return options_; }

  /// A generator of the same options, weights and forbidden tokens, on the CPU, in evaluation mode.
  std::shared_ptr<Generator> clone_on_cpu() const;

 protected:
  /// Checks the options and registers the embeddings; the cell's parameters come next.
  /// @throws UsageError if options are out of range.
  explicit Generator(const GeneratorOptions& options);

  /// For a generator whose networks are others: it has no weights of its own.
  struct WithoutWeights {};
  Generator(const GeneratorOptions& options, WithoutWeights);

  /// Registers the output layer and draws all parameters. The last call of a constructor; whatever
  /// begins otherwise is set after it.
  void finish(RandomStream stream) { finish(stream, options_.hidden_width); }
  /// @param width  H, of what hidden() gives, where that is not `hidden_width`.
  void finish(RandomStream stream, int64_t width);

  /// C z as the first tensor of the state has it, [N, B, W].
  torch::Tensor latent_sums(const torch::Tensor& code) const;

  /// A share of dropout: 0 outside of training.
  double in_training(double share) const { return is_training() ? share : 0.0; }

  /// What is fed for tokens [B, T]: first_input(), and the embeddings of y_1..y_{T-1}; with word
  /// dropout in training, which leaves out no label.
  torch::Tensor fed_embeddings(const torch::Tensor& tokens, const torch::Tensor& labels) const;

  /// What the output layer is given, [B, T, H], of embeddings that are fed one after the other,
  /// with dropout in training. By itself it is advance() of each.
  /// @param fed  [B, T, E].  @param state  before the first of them.
  /// @param lengths  [B] int64, as in RecurrentRun; undefined: T.
  virtual torch::Tensor read(const torch::Tensor& fed, std::vector<torch::Tensor> state,
                             const torch::Tensor& lengths);

  /// The rollouts of all labels as one, which takes a sentence's label from its batch.
  std::unique_ptr<engine::Rollouts> labelled_rollouts(const SpecialTokens& specials,
                                                      engine::Precision precision) const;

  /// @return what `rollouts` are, or, with a latent code or sources, what takes one for every
  /// sentence.
  /// @param rollouts  on the CPU.  @param rows  the state as they have it, [B, state width].
  using StateRows = torch::Tensor(const std::vector<torch::Tensor>& state);
  std::unique_ptr<engine::Rollouts> with_first_states(std::unique_ptr<engine::Rollouts> rollouts,
                                                      StateRows& rows) const;

 private:
  /// clone_on_cpu() with other options, which ask for no parameter that this one has not.
  std::shared_ptr<Generator> clone_with(const GeneratorOptions& options) const;
  /// @throws UsageError if labels are to be used and there are none.
  static void check_labels(const GeneratorOptions& options);
  /// @throws UsageError if sources are to be read and there are none.
  static void check_sources(const GeneratorOptions& options);
  void initialize(RandomStream stream);
  GeneratorOutput nearest_output() const;

  GeneratorOptions options_;
  bool is_told_labels_ = lingan::is_told_labels(options_);
  bool has_softmax_ = options_.output == "softmax";
  PointDistance distance_ = point_distance(options_.distance);
  std::vector<int64_t> forbidden_;  // pad and bos, where there is an eos, and what forbid() added
  torch::Tensor embedding_;
  torch::Tensor output_weight_;
  torch::Tensor output_bias_;
  torch::Tensor latent_weight_;                    // of latent codes, or of what the encoder gives
  Perceptron prior_;                               // undefined: codes are the noise itself
  std::shared_ptr<SourceEncoder> source_encoder_;  // null: it reads no sources
  torch::Tensor label_embedding_;
};

/// A generator on the CPU with weights drawn from `stream` (Purpose::kInitialize): the same for the
/// same seed.
/// @throws UsageError if options are out of range, naming key, value and allowed values.
std::shared_ptr<Generator> make_generator(const GeneratorOptions& options, RandomStream stream);

}  // namespace lingan
