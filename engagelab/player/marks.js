// The marks of the picture: people by what they did, and the signs of events. Marks differ in shape as
// well as colour.

const MARKS = ["unaware", "reader", "sharer", "critic"];

const THEMES = {
  light: {
    back: "#ffffff", disc: "#eef1f4", rim: "#b9c1ca", unaware: "#838b94", reader: "#0173b2",
    sharer: "#d55e00", joiner: "#027a59", invitation: "#a34f8f", critic: "#7d1128", answer: "#7a5b00",
    own: "#fdf4de", ownRim: "#8a6a10", ink: "#1f2328", tie: "#6b7480",
  },
  dark: {
    back: "#111418", disc: "#1e242b", rim: "#46505b", unaware: "#77828e", reader: "#56b4e9",
    sharer: "#f0a030", joiner: "#2fc39a", invitation: "#e39bd3", critic: "#ff9daa", answer: "#e5c65a",
    own: "#2b2616", ownRim: "#c2a14a", ink: "#f0f3f6", tie: "#96a1ad",
  },
};

// Trace a rectangle with round corners.
function roundRect(pen, x, y, width, height, corner) {
  pen.moveTo(x + corner, y);
  pen.arcTo(x + width, y, x + width, y + height, corner);
  pen.arcTo(x + width, y + height, x, y + height, corner);
  pen.arcTo(x, y + height, x, y, corner);
  pen.arcTo(x, y, x + width, y, corner);
  pen.closePath();
}

// Draw a mark around (0, 0).
function drawMark(pen, mark, radius, theme) {
  const draw = DRAWN[mark] || dot;
  pen.fillStyle = theme[mark];
  pen.strokeStyle = theme.back;
  pen.lineWidth = Math.min(1, radius / 3);
  pen.beginPath();
  draw(pen, mark, radius, theme);
}

// The size of the sign of an event, which is large enough to be seen where people are dots.
const signSize = (radius) => Math.max(4.2, 0.8 * radius);

function dot(pen, mark, radius) {
  pen.arc(0, 0, mark === "reader" ? radius : Math.max(1.1, radius * 0.6), 0, 2 * Math.PI);
  pen.fill();
}

function polygon(pen, points) {
  points.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.fill();
  pen.stroke();
}

// A bubble beside the person: an empty one to the right comments, a full one to the left answers.
function bubble(pen, mark, radius, theme) {
  const size = signSize(radius), to = mark === "comment" ? 1 : -1, left = to > 0 ? 0.3 * size : -2.9 * size;
  roundRect(pen, left, -3.2 * size, 2.6 * size, 1.9 * size, 0.5 * size);
  pen.moveTo(to * 0.7 * size, -1.4 * size), pen.lineTo(to * 0.3 * size, -0.5 * size);
  pen.lineTo(to * 1.5 * size, -1.4 * size);
  pen.lineWidth = Math.max(1, size / 4);
  pen.strokeStyle = theme.answer;
  pen.fillStyle = mark === "comment" ? theme.back : theme.answer;
  pen.stroke();
  pen.fill();
  if (mark === "answer") tick(pen, size, theme);
}

function tick(pen, size, theme) {
  pen.beginPath();
  pen.moveTo(-2.2 * size, -2.3 * size), pen.lineTo(-1.75 * size, -1.8 * size), pen.lineTo(-0.95 * size, -2.8 * size);
  pen.lineWidth = Math.max(1, size / 3.5);
  pen.strokeStyle = theme.back;
  pen.stroke();
}

// How each mark is drawn; those not named are dots.
const DRAWN = {
  sharer: (pen, mark, radius) => {
    const half = radius * 1.65;
    polygon(pen, [[0, -half], [half, 0], [0, half], [-half, 0]]);
  },
  critic: (pen, mark, radius) => {
    const half = radius * 1.7;
    polygon(pen, [[-half, -0.85 * half], [half, -0.85 * half], [0, half]]);
  },
  joiner: (pen, mark, radius, theme) => {
    const half = radius * 1.5;
    pen.lineWidth = Math.max(1, radius / 3);
    pen.strokeStyle = theme.joiner;
    pen.strokeRect(-half, -half, 2 * half, 2 * half);
  },
  heard: (pen, mark, radius, theme) => {
    pen.lineWidth = Math.max(0.9, radius / 4);
    pen.strokeStyle = theme.critic;
    pen.arc(0, 0, radius * 1.7, 0, 2 * Math.PI);
    pen.stroke();
  },
  comment: bubble,
  answer: bubble,
};
