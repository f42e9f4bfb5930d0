/// A manager that reads D's features of the sentence so far and sets goals in their space, and a
/// worker that writes tokens towards them: Guo et al. 2018 (LeakGAN), sec. 3.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/leaked_options.h>
#include <lingan/model/generators/prefix_features.h>

namespace lingan {

/// What a leaked generator does along sentences y_1..y_T; f_t are D's features of y_1..y_t, g_t is
/// the goal set at f_t.
struct LeakedCourse {
  torch::Tensor features;  ///< [B, T + 1, F], f_0..f_T, without gradient
  torch::Tensor goals;     ///< [B, T, F], g_0..g_(T-1), of length 1
  torch::Tensor hidden;    ///< [B, T, H k], as Generator::hidden()
};

/// The generator. f_0 is of the empty prefix: there is a goal for the first token.
///
///   manager  g_t = m / |m|, m = W_m LSTM(f_t) + b_m                                   (eq. 3, 4)
///   worker   w_t = W_g (g_t + ... + g_(t-c+1)), those before g_0 left out              (eq. 5)
///            p(y_(t+1)) = softmax(O_t w_t + b), O_t [V, k] linear in LSTM(y_t)           (eq. 6)
///
/// O_t w_t is the output layer [V, H k] of the outer product of the worker's state and w_t, which
/// is what hidden() gives. The worker's gradient ends at the goals. D's features are those of the
/// D that it has read last, so that it is a whole generator without D. The paper numbers tokens and
/// states so that w_t has g_(t-1)..g_(t-c); here the newest goal is the one of the prefix that the
/// token continues, as in the worker's reward.
///
/// Parameters: embedding; of the worker and the manager those of LSTMs named as torch's after
/// `worker_` and `manager_`; goal_weight, goal_bias, W_m and b_m; goal_projection [k, F], W_g;
/// those of PrefixFeatures; output_weight, output_bias.
///
/// The state: the worker's h and c, the manager's, W_g of the last c goals from the newest on [1,
/// B, c k], and that of PrefixFeatures.
class LeakedGenerator final : public Generator {
 public:
  /// @throws UsageError if options are out of range, or do not go together.
  LeakedGenerator(const GeneratorOptions& options, const LeakedOptions& own, RandomStream stream);

  using Generator::initial_state;
  std::vector<torch::Tensor> initial_state(int64_t rows) const override;
  torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) override;
  torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& labels = {}) override;
  /// A token's own vector, then D's.
  torch::Tensor fed_vectors() const override;
  void read_features_of(const Discriminator& discriminator) override;

  /// The cross-entropy, to whose gradient, not its value, is added that of goal_loss(), which moves
  /// other weights.
  torch::Tensor pretraining_loss(const torch::Tensor& tokens, const torch::Tensor& weights,
                                 const torch::Tensor& labels = {}) override;

  /// @param tokens  [B, T] int64 or int32, pads after a sentence's end.
  LeakedCourse course(const torch::Tensor& tokens);

  /// Sum of weights[b, t] times -cos(f_(t+c) - f_t, g_t), where a sentence that is over stays at
  /// its features: the manager learns where real sentences go (eq. 8); a scalar.
  /// @param weights  [B, T].
  torch::Tensor goal_loss(const LeakedCourse& course, const torch::Tensor& weights) const;

  /// c, steps that a goal is ahead.
  int64_t goal_steps() const { return own_.goal_steps; }

 private:
  /// @param input  [B, T, E].  @param state  h and c, replaced.  @return [B, T, H].
  torch::Tensor worker(const torch::Tensor& input, std::vector<torch::Tensor>& state) const;
  /// Goals of length 1 from features, [B, T, F] both.
  torch::Tensor manager(const torch::Tensor& features, std::vector<torch::Tensor>& state) const;
  /// What the output layer is given by the worker's states [..., H] and w [..., k]: [..., H k].
  torch::Tensor joined(const torch::Tensor& states, const torch::Tensor& goals) const;

  LeakedOptions own_;
  std::vector<torch::Tensor> worker_weights_, manager_weights_;
  torch::Tensor goal_weight_, goal_bias_, goal_projection_;
  PrefixFeatures features_;
};

}  // namespace lingan
