// oneDNN's LSTM, for tests/bench/run: the same step as torch_lstm.py's "plain", with the same lines in and out. oneDNN has no loss
// and no optimiser, so both are written out here; its weights are reordered into its own layout after each update, which is
// part of a training step with it.
#include <oneapi/dnnl/dnnl.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

using namespace dnnl;
using Tag = memory::format_tag;

static const auto F32 = memory::data_type::f32;

static double seconds_of(clockid_t clock) {
    timespec now;
    clock_gettime(clock, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

static float uniform(float low, float high) {
    return low + (high - low) * float(std::rand()) / float(RAND_MAX);
}

static float *data_of(memory &m) {
    return static_cast<float *>(m.get_data_handle());
}

/// A parameter in plain layout with its gradient and Adam's moments.
struct Parameter {
    float *value, *gradient;
    size_t count;
    std::vector<float> first, second;

    Parameter(float *value_, float *gradient_, size_t count_, float range)
        : value(value_), gradient(gradient_), count(count_), first(count_), second(count_) {
        for (size_t i = 0; i < count; i++) value[i] = uniform(-range, range);
    }

    void update(long step) { // Kingma & Ba 2015
        const float rate = 1e-3f / (1 - std::pow(0.9f, float(step))), root = 1 / std::sqrt(1 - std::pow(0.999f, float(step)));
        for (size_t i = 0; i < count; i++) {
            first[i] = 0.9f * first[i] + 0.1f * gradient[i];
            second[i] = 0.999f * second[i] + 0.001f * gradient[i] * gradient[i];
            value[i] -= rate * first[i] / (std::sqrt(second[i]) * root + 1e-8f);
        }
    }
};

class Lstm {
  public:
    Lstm(int I, int H, int T, int B)
        : H_(H), T_(T), B_(B), engine_(engine::kind::cpu, 0), stream_(engine_), x_({T, B, I}, F32, Tag::tnc),
          h_({T, B, H}, F32, Tag::tnc), input_any_({1, 1, I, 4, H}, F32, Tag::any), state_any_({1, 1, H, 4, H}, F32, Tag::any),
          input_plain_({1, 1, I, 4, H}, F32, Tag::ldigo), state_plain_({1, 1, H, 4, H}, F32, Tag::ldigo),
          bias_({1, 1, 4, H}, F32, Tag::ldgo),
          forward_({prop_kind::forward_training, rnn_direction::unidirectional_left2right, x_, none_, none_, input_any_, state_any_,
                    bias_, h_, none_, none_},
                   engine_),
          backward_({prop_kind::backward, rnn_direction::unidirectional_left2right, x_, none_, none_, input_any_, state_any_, bias_, h_,
                     none_, none_, x_, none_, none_, input_any_, state_any_, bias_, h_, none_, none_},
                    engine_, forward_),
          run_forward_(forward_), run_backward_(backward_), x(x_, engine_), h(h_, engine_), dx(x_, engine_), dh(h_, engine_),
          input(input_plain_, engine_), state(state_plain_, engine_), bias(bias_, engine_), dinput(input_plain_, engine_),
          dstate(state_plain_, engine_), dbias(bias_, engine_), input_forward(forward_.weights_layer_desc(), engine_),
          state_forward(forward_.weights_iter_desc(), engine_), input_backward(backward_.weights_layer_desc(), engine_),
          state_backward(backward_.weights_iter_desc(), engine_), dinput_own(backward_.diff_weights_layer_desc(), engine_),
          dstate_own(backward_.diff_weights_iter_desc(), engine_), workspace(forward_.workspace_desc(), engine_),
          readout(size_t(H) + 1), dreadout(size_t(H) + 1), target(size_t(B)) {
        const float range = 1 / std::sqrt(float(H));
        parameters.emplace_back(data_of(input), data_of(dinput), size_t(I) * 4 * size_t(H), range);
        parameters.emplace_back(data_of(state), data_of(dstate), size_t(H) * 4 * size_t(H), range);
        parameters.emplace_back(data_of(bias), data_of(dbias), 4 * size_t(H), range);
        parameters.emplace_back(readout.data(), dreadout.data(), readout.size(), range);
        for (size_t i = 0; i < size_t(T) * size_t(B) * size_t(I); i++) data_of(x)[i] = uniform(-1, 1);
        for (float &value : target) value = uniform(0, 1);
        std::memset(data_of(dh), 0, h_.get_size());
    }

    void step() {
        steps_++;
        reorder(input, input_forward).execute(stream_, input, input_forward);
        reorder(state, state_forward).execute(stream_, state, state_forward);
        reorder(input, input_backward).execute(stream_, input, input_backward);
        reorder(state, state_backward).execute(stream_, state, state_backward);
        run_forward_.execute(stream_, {{DNNL_ARG_SRC_LAYER, x},
                                       {DNNL_ARG_WEIGHTS_LAYER, input_forward},
                                       {DNNL_ARG_WEIGHTS_ITER, state_forward},
                                       {DNNL_ARG_BIAS, bias},
                                       {DNNL_ARG_DST_LAYER, h},
                                       {DNNL_ARG_WORKSPACE, workspace}});
        stream_.wait();
        read_out();
        for (memory *m : {&dinput_own, &dstate_own, &dbias}) std::memset(data_of(*m), 0, m->get_desc().get_size()); // it adds to them
        run_backward_.execute(stream_, {{DNNL_ARG_SRC_LAYER, x},
                                        {DNNL_ARG_WEIGHTS_LAYER, input_backward},
                                        {DNNL_ARG_WEIGHTS_ITER, state_backward},
                                        {DNNL_ARG_BIAS, bias},
                                        {DNNL_ARG_DST_LAYER, h},
                                        {DNNL_ARG_WORKSPACE, workspace},
                                        {DNNL_ARG_DIFF_SRC_LAYER, dx},
                                        {DNNL_ARG_DIFF_WEIGHTS_LAYER, dinput_own},
                                        {DNNL_ARG_DIFF_WEIGHTS_ITER, dstate_own},
                                        {DNNL_ARG_DIFF_BIAS, dbias},
                                        {DNNL_ARG_DIFF_DST_LAYER, dh}});
        reorder(dinput_own, dinput).execute(stream_, dinput_own, dinput);
        reorder(dstate_own, dstate).execute(stream_, dstate_own, dstate);
        stream_.wait();
        for (Parameter &parameter : parameters) parameter.update(steps_);
    }

    double loss() const { return loss_; }

  private:
    /// Mean squared error of Linear(H,1) at the last step, and its gradients.
    void read_out() {
        loss_ = 0;
        std::fill(dreadout.begin(), dreadout.end(), 0.0f);
        for (int b = 0; b < B_; b++) {
            const size_t last = (size_t(T_ - 1) * size_t(B_) + size_t(b)) * size_t(H_);
            const float *from = data_of(h) + last;
            float *to = data_of(dh) + last, error = readout[size_t(H_)] - target[size_t(b)];
            for (int j = 0; j < H_; j++) error += from[j] * readout[size_t(j)];
            loss_ += double(error) * double(error) / B_;
            error *= 2.0f / float(B_);
            dreadout[size_t(H_)] += error;
            for (int j = 0; j < H_; j++) {
                dreadout[size_t(j)] += error * from[j];
                to[j] = error * readout[size_t(j)];
            }
        }
    }

    int H_, T_, B_;
    long steps_ = 0;
    double loss_ = 0;
    engine engine_;
    stream stream_;
    memory::desc none_, x_, h_, input_any_, state_any_, input_plain_, state_plain_, bias_;
    lstm_forward::primitive_desc forward_;
    lstm_backward::primitive_desc backward_;
    lstm_forward run_forward_;
    lstm_backward run_backward_;
    memory x, h, dx, dh, input, state, bias, dinput, dstate, dbias;
    memory input_forward, state_forward, input_backward, state_backward, dinput_own, dstate_own, workspace;
    std::vector<float> readout, dreadout, target;
    std::vector<Parameter> parameters;
};

static void measure(Lstm &lstm, double seconds) {
    for (int i = 0; i < 3; i++) lstm.step();
    std::vector<double> wall;
    const double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID), start = seconds_of(CLOCK_MONOTONIC);
    for (double before = start; wall.size() < 5 || before - start < seconds; before = seconds_of(CLOCK_MONOTONIC)) {
        lstm.step();
        wall.push_back(seconds_of(CLOCK_MONOTONIC) - before);
    }
    const double used = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    std::sort(wall.begin(), wall.end());
    std::printf("%.6g %.6g\n", 1e3 * wall[wall.size() / 2], 1e3 * used / double(wall.size()));
}

int main() {
    char cell[16];
    int I, H, T, B;
    double seconds;
    while (std::scanf("%15s %d %d %d %d %lf", cell, &I, &H, &T, &B, &seconds) == 6) {
        if (std::strcmp(cell, "lstm") == 0) {
            Lstm lstm(I, H, T, B);
            measure(lstm, seconds);
            if (!std::isfinite(lstm.loss())) return 1;
        } else {
            std::printf("- -\n");
        }
        std::fflush(stdout);
    }
}
