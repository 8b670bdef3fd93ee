// SPDX-License-Identifier: MIT

package e2e

import "strings"

// form is a page of an invented service. The fields that the code belongs in,
// one or a row of them, have the attribute "here"; a trap has none.
type form struct {
	name string
	lang string // "" is en
	path string // of the page, after /zoo/; "" is its number
	html string // of the body, and of the head before it
}

// drawn defines an element whose content is in a shadow tree; its page keeps a
// closed one in window.roots, for the test to look into.
const drawn = `<script>
	window.roots = [];
	const draw = (name, mode, html) => customElements.define(name, class extends HTMLElement {
		connectedCallback() { const root = this.attachShadow({mode}); roots.push(root); root.innerHTML = html; }
	});
</script>`

// controlled makes inputs behave as a framework's that keeps the value itself:
// an own setter on each tells it what it wrote, an input event is believed only
// when the value differs from that, and what it does not know of is drawn over.
const controlled = `<script>
	window.control = (input, changed) => {
		const proto = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
		let known = '';
		Object.defineProperty(input, 'value', {configurable: true, get() { return proto.get.call(this); }, set(value) { known = value; proto.set.call(this, value); }});
		let state = '';
		input.addEventListener('input', () => {
			const value = proto.get.call(input);
			if (value === known) return;
			state = value;
			changed?.(value);
			queueMicrotask(() => { input.value = state; });
		});
		setInterval(() => { if (proto.get.call(input) !== state) input.value = state; }, 15);
	};
</script>`

const six = `<input maxlength="1" size="1" here><input maxlength="1" size="1" here><input maxlength="1" size="1" here><input maxlength="1" size="1" here><input maxlength="1" size="1" here><input maxlength="1" size="1" here>`

var logins = []form{
	{name: "marked", html: `<title>Sign in</title><h1>Enter your code</h1><form method="post"><label for="a">Code</label><input id="a" name="a" autocomplete="one-time-code" here><button>Continue</button></form>`},
	{name: "marked, of a section", html: `<h1>Second step</h1><form><input autocomplete="section-login one-time-code" aria-label="Code" here></form>`},
	{name: "labelled", html: `<title>Two-factor authentication</title><h1>Two-factor authentication</h1><form method="post"><label for="c">Authentication code</label><input id="c" type="text" placeholder="XXXXXX" here><button>Verify</button><p>Open your authenticator app to see it. <a href="#">Use a recovery code</a> or <a href="#">get a text message</a></p></form>`},
	{name: "beside user and password", html: `<h1>Log in</h1><form method="post"><label>User name <input name="username"></label><label>Password <input type="password" name="password"></label><label>2FA code (if enabled) <input name="twofa" here></label><button>Log in</button></form>`},
	{name: "only a name", html: `<h1>Almost there</h1><form><p>One more step</p><input name="otp" here></form>`},
	{name: "only an id", html: `<form><div>Please confirm that it is you</div><input id="totpToken" inputmode="numeric" here></form>`},
	{name: "camel case", html: `<form><p>Confirm</p><input name="userOtpCode" id="field-17" maxlength="6" here></form>`},
	{name: "only a placeholder", html: `<form><input placeholder="6-digit code" inputmode="numeric" pattern="[0-9]*" maxlength="6" here></form>`},
	{name: "only aria-label", html: `<h2>Confirm it's you</h2><input aria-label="Verification code" type="tel" here>`},
	{name: "aria-labelledby", html: `<p id="t">Code from your authenticator app</p><input aria-labelledby="t" name="x1" here>`},
	{name: "described", html: `<form><label for="k">Code</label><input id="k" aria-describedby="h" inputmode="numeric" here><p id="h">The six digits that your authenticator app shows</p></form>`},
	{name: "no attribute at all", html: `<title>Verify</title><h1>Two-step verification</h1><p>Enter the 6-digit code shown in your authenticator app.</p><input here><button>Verify</button>`},
	{name: "table", html: `<h3>Strong sign-on</h3><form><table><tr><td>User name</td><td>ann</td></tr><tr><td>One-time password:</td><td><input name="f2" size="8" here></td></tr></table></form>`},
	{name: "terms", html: `<form><dl><dt>Token code</dt><dd><input name="tok" maxlength="8" here></dd></dl></form>`},
	{name: "bold text before", html: `<form><b>Security code</b><br><input type="number" name="n" here><br><input type="submit" value="Log in"></form><p>Your authenticator makes a new one every 30 seconds.</p>`},
	{name: "number with a pattern", html: `<h1>MFA</h1><form novalidate><input type="text" pattern="\d{6}" name="value" title="MFA code" here></form>`},
	{name: "spaces allowed", html: `<form><label>Authenticator code<input maxlength="7" placeholder="123 456" here></label></form>`},
	{name: "focus", html: `<h1>Verify</h1><label>Nickname for this browser <input></label><label>Code <input name="c" maxlength="6" autofocus here></label>`},
	{name: "code or recovery code", html: `<form><label for="z">Authentication code or recovery code</label><input id="z" name="z" here></form>`},
	{name: "app or text message", html: `<h1>Two-step verification</h1><p>Enter the code from your authenticator app, or the one we texted you.</p><form><label>Code <input name="code" maxlength="6" here></label></form>`},
	{name: "cards for everything", html: `<main class="card"><h2 class="card-title">Two-factor code</h2><input class="login-card__input card-input" name="tfa_code" here></main>`},
	{name: "set up", html: `<h1>Set up two-factor authentication</h1><ol><li>Scan the QR code with your authenticator app</li><li><label>Enter the 6-digit code <input name="code" maxlength="6" here></label></li></ol><label>Name of this device <input name="device"></label><button>Enable</button>`},
	{name: "settings around it", html: `<nav><a href="#">Profile</a></nav><form role="search"><input name="q" placeholder="Search"></form><section><h2>Profile</h2><label>Display name <input name="display" value="Ann"></label><label>City <input name="city"></label></section><section><h2>Confirm with two-factor authentication</h2><label>Code <input name="c" inputmode="numeric" maxlength="6" here></label></section>`},
	{name: "dialog", html: `<label>Promo code <input name="promo"></label><dialog id="d"><h2>Confirm with your authenticator</h2><label>6-digit code <input name="confirm" here></label></dialog><script>d.showModal()</script>`},
	{name: "six boxes", html: `<h1>Enter the code from your authenticator app</h1><div role="group" aria-label="Verification code">` + six + `</div>`},
	{name: "six boxes that move on", html: `<h1>Two-factor authentication</h1><form>` + six + `</form><script>
		const all = [...document.querySelectorAll('input')];
		all.forEach((box, i) => { box.inputMode = 'numeric'; box.setAttribute('aria-label', 'Digit ' + (i + 1)); box.addEventListener('input', () => all[i + 1]?.focus()); });
	</script>`},
	{name: "six boxes that spread", html: `<h1>Two-factor authentication</h1><div class="otp">` + six + `</div><script>
		const all = [...document.querySelectorAll('input')];
		all.forEach((box, i) => { box.removeAttribute('maxlength'); box.style.width = '40px'; box.addEventListener('input', () => { [...box.value].forEach((d, k) => { if (all[i + k]) all[i + k].value = d; }); all[i + 1]?.focus(); }); });
	</script>`},
	{name: "six boxes with keys", html: `<h1>Authenticator code</h1><div>` + six + `</div><script>
		const all = [...document.querySelectorAll('input')];
		all.forEach((box, i) => box.addEventListener('keydown', (e) => { if (/^\d$/.test(e.key)) { e.preventDefault(); box.value = e.key; all[i + 1]?.focus(); } }));
	</script>`},
	{name: "six boxes drawn anew", html: `<h1>Two-factor authentication</h1><div id="b" role="group" aria-label="Authentication code"></div><script>
		let state = Array(6).fill('');
		const render = () => {
			b.replaceChildren(...state.map((digit, i) => {
				const box = document.createElement('input');
				box.maxLength = 1; box.size = 1; box.value = digit; box.setAttribute('here', '');
				box.oninput = () => { const value = box.value; const old = state; queueMicrotask(() => { state = old.with(i, value); render(); b.children[i + 1]?.focus(); }); };
				return box;
			}));
		};
		render();
	</script>`},
	{name: "two halves", html: `<form><fieldset><legend>Authenticator code</legend><input maxlength="3" size="3" here> – <input maxlength="3" size="3" here></fieldset></form>`},
	{name: "boxes in shadow trees", html: drawn + `<h1>Authentication code</h1><p>From your authenticator app</p><digit-box></digit-box><digit-box></digit-box><digit-box></digit-box><digit-box></digit-box><digit-box></digit-box><digit-box></digit-box><script>draw('digit-box', 'open', '<input maxlength="1" size="1" here>')</script>`},
	{name: "open shadow tree", html: drawn + `<h1>Sign in</h1><code-field></code-field><script>draw('code-field', 'open', '<label for="i">Authenticator code</label><input id="i" here>')</script>`},
	{name: "closed shadow tree", html: drawn + `<h1>Sign in</h1><code-field></code-field><script>draw('code-field', 'closed', '<label>One-time code <input here></label>')</script>`},
	{name: "shadow tree in another, label outside", html: drawn + `<h1>Sign in</h1><outer-part></outer-part><script>draw('inner-part', 'closed', '<input inputmode="numeric" maxlength="6" here>'); draw('outer-part', 'open', '<p>Enter the one-time code of your authenticator</p><inner-part></inner-part>')</script>`},
	{name: "kept by a framework", html: controlled + `<h1>Two-factor authentication</h1><input id="c" name="code" inputmode="numeric" here><p id="said"></p><script>control(c, (value) => { said.textContent = value; })</script>`},
	{name: "kept, with a button that wakes", html: controlled + `<h1>Authenticator code</h1><input id="c" maxlength="6" here><button id="go" disabled>Verify</button><script>control(c, (value) => { go.disabled = value.length !== 6; })</script>`},
	{name: "model of changes", html: `<h1>One-time password</h1><input id="c" here><output id="o"></output><script>c.addEventListener('change', () => { o.textContent = c.value; })</script>`},
	{name: "mask", html: `<label>Authenticator code <input id="c" maxlength="7" here></label><script>c.addEventListener('input', () => { const d = c.value.replace(/\D/g, ''); c.value = d.length > 3 ? d.slice(0, 3) + ' ' + d.slice(3) : d; })</script>`},
	{name: "unseen over drawn boxes", html: `<h1>Enter the code from your authenticator app</h1><div style="position:relative;width:240px;height:48px"><input autocomplete="one-time-code" inputmode="numeric" maxlength="6" style="position:absolute;inset:0;opacity:0;width:240px;height:48px" here><i>_</i><i>_</i><i>_</i><i>_</i><i>_</i><i>_</i></div>`},
	{name: "frame of the same origin", html: `<h1>Sign in</h1><iframe src="/zoo/framed" width="400" height="200"></iframe>`},
	{name: "trap field before it", html: `<form><div style="position:absolute;left:-9999px"><label>Code <input name="otp_code"></label></div><label>Authenticator code <input name="otp" here></label></form>`},
	{name: "Japanese, the manual's", lang: "ja", html: `<title>2要素認証の設定</title><h1>2要素認証の設定</h1><p>認証アプリに表示された6桁のコードを入力してください。</p><form><label for="k">6桁のコード</label><input id="k" name="k" here><button>2要素認証を有効にする</button></form>`},
	{name: "Japanese, 確認コード", lang: "ja", html: `<h1>ログイン</h1><form><table><tr><th>確認コード</th><td><input type="text" name="c1" here></td></tr></table><p>認証アプリを開いてコードを確認してください。</p></form>`},
	{name: "Japanese, ワンタイムパスワード", lang: "ja", html: `<div>ワンタイムパスワード</div><div><input type="tel" maxlength="6" here></div><p>スマートフォンアプリに表示されている６桁の数字を入力してください</p>`},
	{name: "Japanese, full width", lang: "ja", html: `<form><label>認証コード（半角数字６桁）<input name="ninsho" here></label></form>`},
	{name: "Japanese, half-width kana", lang: "ja", html: `<dl><dt>ﾜﾝﾀｲﾑﾊﾟｽﾜｰﾄﾞ</dt><dd><input name="otpw" size="10" here></dd></dl>`},
	{name: "Japanese, 認証番号 in boxes", lang: "ja", html: `<h2>二段階認証</h2><p>認証アプリの認証番号を入力</p><div>` + six + `</div>`},
	{name: "Chinese, simplified", lang: "zh", html: `<h1>两步验证</h1><p>请输入身份验证器应用中的6位验证码</p><input name="code" placeholder="验证码" here>`},
	{name: "Chinese, 动态口令", lang: "zh", html: `<form><label>动态口令<input name="dyn" here></label></form>`},
	{name: "Chinese, traditional", lang: "zh-Hant", html: `<h1>雙重驗證</h1><label>驗證碼 <input maxlength="6" here></label><p>請開啟驗證器 App 取得驗證碼。</p>`},
	{name: "Korean", lang: "ko", html: `<h1>2단계 인증</h1><label>인증 코드 <input name="auth" placeholder="6자리 숫자" here></label><p>인증 앱에 표시된 코드를 입력하세요.</p>`},
	{name: "German", lang: "de", html: `<h1>Zwei-Faktor-Authentifizierung</h1><label>Bestätigungscode <input name="code" here></label><p>Öffnen Sie Ihre Authentifizierungs-App.</p>`},
	{name: "German, Einmalpasswort", lang: "de", html: `<form><label for="e">Einmalpasswort</label><input id="e" name="einmal" here></form>`},
	{name: "French", lang: "fr", html: `<h1>Double authentification</h1><label>Code à 6 chiffres <input name="code" here></label><p>Saisissez le code affiché par votre application d’authentification.</p>`},
	{name: "Spanish", lang: "es", html: `<h1>Verificación en dos pasos</h1><label>Código de verificación <input name="codigo" here></label><p>Abre tu aplicación de autenticación.</p>`},
	{name: "Portuguese", lang: "pt", html: `<h1>Autenticação de dois fatores</h1><label>Código de autenticação <input name="codigo" here></label>`},
	{name: "Italian", lang: "it", html: `<h1>Verifica in due passaggi</h1><label>Codice di verifica <input name="codice" here></label><p>Apri la tua app di autenticazione.</p>`},
	{name: "Russian", lang: "ru", html: `<h1>Двухфакторная аутентификация</h1><label>Код из приложения <input name="c" here></label>`},
	{name: "Vietnamese", lang: "vi", html: `<h1>Xác thực hai yếu tố</h1><label>Mã xác thực <input name="ma" here></label><p>Mở ứng dụng xác thực của bạn.</p>`},
	{name: "Thai", lang: "th", html: `<h1>การยืนยันตัวตนสองขั้นตอน</h1><label>รหัสยืนยัน 6 หลัก <input name="c" here></label>`},
	{name: "Indonesian", lang: "id", html: `<h1>Verifikasi dua langkah</h1><label>Kode verifikasi <input name="kode" here></label><p>Buka aplikasi autentikator Anda.</p>`},
	// These were written last, and tried before any rule knew of them.
	{name: "floating label", html: `<title>Log in to Kestrel</title><div class="panel"><h2>Verify your identity</h2><p>Open the Kestrel Guard app and type the code it displays.</p><div class="field"><input id="mfa-code-input" type="text" inputmode="numeric" placeholder=" " here><label for="mfa-code-input">Enter code</label></div><button>Continue</button></div>`},
	{name: "grid of labels", html: `<h1>VPN portal</h1><form><div class="row"><div class="cell">Username</div><div class="cell"><input name="user"></div></div><div class="row"><div class="cell">Password</div><div class="cell"><input type="password" name="pw"></div></div><div class="row"><div class="cell">One-Time Passcode</div><div class="cell"><input name="pass2" here></div></div></form>`},
	{name: "PIN and token", html: `<form><label>Token code <input name="tokencode" size="12" here></label><p>The number on your hardware token or in your soft token.</p></form>`},
	{name: "verify button beside", html: `<section><h3>Enter your 2-step code</h3><div><input type="text" class="tfa" size="6" here><button>Verify</button></div><a href="#">Lost your phone?</a></section>`},
	{name: "eight fields in a form, one is it", html: `<h1>Confirm the transfer</h1><form><label>Recipient <input name="to"></label><label>Amount <input name="amount"></label><label>Reason <input name="reason"></label><label>Code from your authenticator <input name="confirm_code" here></label></form>`},
	{name: "aria-describedby only", html: `<p id="lead">We need the current code from your authenticator app to continue.</p><input aria-describedby="lead" aria-label="6 digits" here>`},
	{name: "legend", html: `<form><fieldset><legend>Two-step login</legend><input type="text" name="answer" maxlength="6" inputmode="numeric" here></fieldset></form>`},
	{name: "boxes of a list", html: `<h1>Enter authentication code</h1><ul style="display:flex;gap:8px;list-style:none">` + strings.Repeat(`<li><input type="text" inputmode="numeric" maxlength="1" style="width:44px;height:52px" autocomplete="off" here></li>`, 6) + `</ul>`},
	{name: "boxes with a dash", html: `<h2>Authenticator verification</h2><div style="display:flex;gap:6px">` + strings.Repeat(`<input type="tel" maxlength="1" style="width:36px" here>`, 3) + `<span>–</span>` + strings.Repeat(`<input type="tel" maxlength="1" style="width:36px" here>`, 3) + `</div>`},
	{name: "Japanese, bank", lang: "ja", html: `<h2>お取引の確認</h2><table><tr><th>ワンタイムパスワード<span>必須</span></th><td><input type="text" name="OTP_PW" maxlength="6" here>（半角数字6桁）</td></tr></table><p>パスワードアプリに表示された数字を入力してください。</p>`},
	{name: "Japanese, workplace", lang: "ja", html: `<h1>追加認証</h1><p>Authenticatorアプリを開き、表示されている番号を入力してください。</p><input name="authNumber" placeholder="番号" here><button>次へ</button>`},
	{name: "Japanese, server panel", lang: "ja", html: `<form><dl><dt>会員ID</dt><dd><input name="id"></dd><dt>パスワード</dt><dd><input type="password"></dd><dt>2段階認証コード（設定している方のみ）</dt><dd><input name="auth_code" here></dd></dl></form>`},
	{name: "German, company", lang: "de", html: `<h1>Anmeldung</h1><p>Bitte geben Sie den 6-stelligen Code aus Ihrer Authenticator-App ein.</p><input id="tan" name="tan" inputmode="numeric" here>`},
	{name: "French, company", lang: "fr", html: `<h1>Vérification</h1><label for="c">Saisissez le code généré par l’application</label><input id="c" name="code" maxlength="6" here>`},
	{name: "Spanish, company", lang: "es", html: `<h1>Segundo factor</h1><label>Introduce el código de 6 dígitos <input name="token" here></label>`},
	{name: "Chinese, console", lang: "zh", html: `<h2>MFA验证</h2><input placeholder="请输入6位数字安全码" maxlength="6" here>`},
	// And these after the rules had been mended for those.
	{name: "helpdesk", html: `<title>Osprey Desk – two-factor check</title><p>Hi Ann, please enter your token.</p><form><input name="two_factor_token" class="input" autofocus here><input type="checkbox" name="trust"> Trust this computer</form>`},
	{name: "router", html: `<table><tr><td>Account</td><td><input name="acct" value=""></td></tr><tr><td>OTP</td><td><input name="pin_otp" maxlength="8" here></td></tr></table>`},
	{name: "shop's admin", html: `<h1>Log in to Marlin</h1><h2>Enter the code generated by your mobile authenticator app</h2><label for="t">Code</label><input id="t" name="tfa_value" here><button>Log in</button><a href="#">Send an SMS instead</a>`},
	{name: "code host", html: `<div class="auth-form"><h1>Two-factor authentication</h1><form><input type="text" id="app_totp" name="app_otp" placeholder="XXXXXX" here><button>Verify</button></form><p>Having problems? <a href="#">Use a recovery code</a></p></div>`},
	{name: "wallet", html: `<h3>Withdraw</h3><label>Amount <input inputmode="decimal" value="12"></label><h3>Google Authenticator</h3><div>` + strings.Repeat(`<input maxlength="1" type="text" style="width:38px" here>`, 6) + `</div>`},
	{name: "web component in a form", html: drawn + `<form><h1>Verify your sign-in</h1><ui-input></ui-input></form><script>draw('ui-input', 'closed', '<div><span>Verification code from your app</span><input part="input" inputmode="numeric" here></div>')</script>`},
	{name: "Japanese, mail host", lang: "ja", html: `<h1>二要素認証</h1><p>Google Authenticatorなどの認証アプリで生成されたコードを入力してください。</p><label>コード<input name="token" autocomplete="off" here></label>`},
	{name: "Japanese, exchange", lang: "ja", html: `<div class="title">2段階認証</div><div>認証アプリの6桁の番号</div>` + six + `<a href="#">SMSで受け取る</a>`},
	{name: "Korean, exchange", lang: "ko", html: `<h2>OTP 인증</h2><p>OTP 앱에 표시된 6자리 숫자를 입력해 주세요.</p><input placeholder="OTP 번호" maxlength="6" here>`},
	{name: "Italian, company", lang: "it", html: `<h1>Accesso</h1><label>Inserisci il codice generato dall’app <input name="codice" maxlength="6" here></label>`},
	{name: "Russian, company", lang: "ru", html: `<h1>Вход</h1><p>Введите одноразовый код из приложения.</p><input name="code" inputmode="numeric" here>`},
	{name: "Portuguese, company", lang: "pt", html: `<h1>Verificação em duas etapas</h1><p>Digite o código gerado pelo aplicativo autenticador</p><input type="number" here>`},
}

var traps = []form{
	{name: "password", html: `<h1>Two-factor authentication</h1><label>Code from your authenticator app <input type="password" name="otp" maxlength="6"></label>`},
	{name: "user name and password", html: `<title>Two-factor login</title><h1>Log in</h1><form><label>User name <input name="username" autofocus></label><label>Password <input type="password"></label></form>`},
	{name: "phone number", html: `<h1>Set up two-factor authentication</h1><label>Phone number <input type="tel" name="phone"></label>`},
	{name: "postcode", html: `<form><label>Postcode <input name="postcode" maxlength="7" autofocus></label></form>`},
	{name: "zip code", html: `<form><label>ZIP code <input name="zip" inputmode="numeric" pattern="[0-9]*" maxlength="6"></label></form>`},
	{name: "郵便番号", lang: "ja", html: `<label>郵便番号 <input name="zip1" maxlength="3"></label> - <input name="zip2" maxlength="4">`},
	{name: "promo code", html: `<title>Checkout</title><label>Promo code <input name="code" maxlength="6"></label>`},
	{name: "クーポンコード", lang: "ja", html: `<h1>ご注文</h1><label>クーポンコード <input name="code" maxlength="6" inputmode="numeric"></label>`},
	{name: "invitation", html: `<h1>Join</h1><label>Invitation code <input name="invite_code" maxlength="6"></label>`},
	{name: "card", html: `<form><label>Card number <input autocomplete="cc-number" inputmode="numeric"></label><label>Security code <input autocomplete="cc-csc" inputmode="numeric" maxlength="6"></label></form>`},
	{name: "card without marks", html: `<form><label>Card number <input name="pan" inputmode="numeric"></label><label>Expiry <input name="exp"></label><label>CVV <input name="cvv" inputmode="numeric" maxlength="6"></label></form>`},
	{name: "captcha", html: `<form><img alt="captcha" width="90" height="30"><label>Enter the code shown in the image <input name="code" maxlength="6"></label></form>`},
	{name: "画像認証", lang: "ja", html: `<form><label>画像認証コード（画像に表示されている6桁の数字）<input name="c" maxlength="6"></label></form>`},
	{name: "图形验证码", lang: "zh", html: `<label>图形验证码 <input name="vcode" maxlength="6"></label>`},
	{name: "search", html: `<form role="search"><input name="q" aria-label="Search for a code"></form><input type="search" placeholder="2FA code">`},
	{name: "recovery code", html: `<h1>Two-factor recovery</h1><label>Recovery code <input name="code" autofocus></label>`},
	{name: "backup code", html: `<h1>Two-factor authentication</h1><label>Backup code <input name="backup_code" inputmode="numeric"></label>`},
	{name: "リカバリーコード", lang: "ja", html: `<h1>二要素認証</h1><label>リカバリーコード <input name="c" maxlength="8"></label>`},
	{name: "by e-mail", html: `<h1>Check your email</h1><p>We sent a 6-digit code to a•••@example.com.</p><form><label>Verification code <input autocomplete="one-time-code" inputmode="numeric" maxlength="6"></label></form>`},
	{name: "by SMS", html: `<h1>Verify your phone</h1><p>A text message with a code was just sent to •••12.</p>` + `<div role="group" aria-label="Verification code"><input maxlength="1" size="1"><input maxlength="1" size="1"><input maxlength="1" size="1"><input maxlength="1" size="1"><input maxlength="1" size="1"><input maxlength="1" size="1"></div>`},
	{name: "SMS by name", html: `<h1>Sign in</h1><label>Code <input name="smsCode" maxlength="6" inputmode="numeric"></label>`},
	{name: "メール確認コード", lang: "ja", html: `<h1>2要素認証の設定</h1><label>登録メール確認コード <input name="code" maxlength="6"></label>`},
	{name: "SMSで送信", lang: "ja", html: `<h1>本人確認</h1><p>090-••••-1234に確認コードを送信しました。</p><label>確認コード <input name="code" maxlength="6"></label>`},
	{name: "短信验证码", lang: "zh", html: `<label>短信验证码 <input name="code" maxlength="6"></label><button>获取验证码</button>`},
	{name: "문자", lang: "ko", html: `<p>휴대폰으로 인증번호를 보냈습니다.</p><label>인증번호 <input maxlength="6"></label>`},
	{name: "per SMS", lang: "de", html: `<p>Wir haben Ihnen einen Code per SMS gesendet.</p><label>Bestätigungscode <input maxlength="6"></label>`},
	{name: "par courriel", lang: "fr", html: `<p>Un code vous a été envoyé par e-mail.</p><label>Code de vérification <input maxlength="6"></label>`},
	{name: "por SMS", lang: "es", html: `<p>Te hemos enviado un código por SMS.</p><label>Código de verificación <input maxlength="6"></label>`},
	{name: "sort code", html: `<fieldset><legend>Sort code</legend><input maxlength="2" size="2"><input maxlength="2" size="2"><input maxlength="2" size="2"></fieldset>`},
	{name: "four boxes", html: `<h1>Two-factor authentication</h1><div><input maxlength="1" size="1"><input maxlength="1" size="1"><input maxlength="1" size="1"><input maxlength="1" size="1"></div>`},
	{name: "too short", html: `<h1>Two-factor authentication</h1><label>Authentication code <input maxlength="4"></label>`},
	{name: "not of digits", html: `<h1>Two-factor authentication</h1><label>Authentication code <input pattern="[A-Z]{6}"></label>`},
	{name: "read only", html: `<h1>Two-factor authentication</h1><label>Authentication code <input readonly></label><label>Authentication code <input disabled></label>`},
	{name: "out of sight", html: `<h1>Welcome</h1><div hidden><label>Authentication code <input name="otp"></label></div><input name="otp" style="position:absolute;left:-9999px"><input name="otp" style="opacity:0"><input name="otp" style="visibility:hidden"><input type="hidden" name="otp">`},
	{name: "taken", html: `<h1>Two-factor authentication</h1><label>Authentication code <input value="ann@example.com"></label>`},
	{name: "order number", html: `<h1>Track</h1><label>Order number <input name="order" inputmode="numeric" maxlength="8" autofocus></label>`},
	{name: "社員番号", lang: "ja", html: `<label>社員番号 <input name="code" maxlength="6" inputmode="numeric" autofocus></label>`},
	{name: "birthday", html: `<fieldset><legend>Date of birth</legend><input name="d" maxlength="2" size="2"><input name="m" maxlength="2" size="2"><input name="y" maxlength="4" size="4"></fieldset>`},
	{name: "frame of another origin", html: `<h1>Sign in</h1><iframe src="http://other.localhost:{port}/zoo/framed" width="400" height="200"></iframe>`},
	{name: "article", html: `<h1>How two-factor authentication works</h1><p>Open your authenticator app and enter the 6-digit code.</p><label>Your e-mail, for our newsletter <input name="email"></label>`},
	// These were written last, too.
	{name: "hotel booking", html: `<h1>Find your booking</h1><label>Confirmation code <input name="confirmationCode" maxlength="6" autofocus></label><label>Last name <input name="lastName"></label>`},
	{name: "meeting", html: `<h1>Join a meeting</h1><label>Meeting code <input name="code" autofocus></label>`},
	{name: "television", html: `<h1>Activate your TV</h1><p>Enter the code shown on your TV.</p><input name="user_code" maxlength="8" autofocus>`},
	{name: "parcel", html: `<h1>Parcel locker</h1><label>Pickup code <input inputmode="numeric" maxlength="6" autofocus></label>`},
	{name: "gift balance", html: `<form><label>Gift card number <input inputmode="numeric"></label><label>PIN <input inputmode="numeric" maxlength="6"></label></form>`},
	{name: "e-mail code, link to an app", html: `<h1>Confirm your e-mail address</h1><p>Enter the code that we sent to ann@example.com.</p><input inputmode="numeric" maxlength="6" autofocus><a href="#">Use an authenticator app instead</a>`},
	{name: "WhatsApp", html: `<h1>Verify it's you</h1><p>A code is on its way to your WhatsApp.</p><label>Verification code <input maxlength="6"></label>`},
	{name: "暗証番号", lang: "ja", html: `<form><label>お客様番号 <input name="cid"></label><label>暗証番号（4〜6桁） <input name="pin" maxlength="6" inputmode="numeric"></label></form>`},
	{name: "本人確認コードのメール", lang: "ja", html: `<h1>メールアドレスの確認</h1><p>ご登録のメールアドレスに6桁のコードをお送りしました。</p><label>コード <input maxlength="6" inputmode="numeric"></label>`},
	{name: "course", html: `<h1>Enrol</h1><label>Enrolment key <input name="enrolpassword" maxlength="8"></label>`},
	// As for the last forms.
	{name: "refund", html: `<h1>Sign in to see your refund</h1><label>Claim code <input maxlength="6" inputmode="numeric" autofocus></label>`},
	{name: "school", html: `<title>Log in</title><h1>Students</h1><label>Class code <input name="code" maxlength="6"></label>`},
	{name: "bank's PIN", html: `<h1>Log in to online banking</h1><label>Online PIN <input name="pin" maxlength="6" inputmode="numeric"></label>`},
	{name: "code by call", html: `<h1>Two-step verification</h1><p>We are calling you now with your code.</p><label>Code <input maxlength="6" inputmode="numeric"></label>`},
	{name: "link in the mail", html: `<h1>Sign in</h1><p>An e-mail with a login code is waiting in your inbox.</p><label>Login code <input maxlength="6"></label>`},
	{name: "部署コード", lang: "ja", html: `<h1>ログイン</h1><label>部署コード <input maxlength="6" inputmode="numeric"></label>`},
	{name: "电子邮件", lang: "zh", html: `<h1>登录</h1><p>验证码已发送至 a***@example.com</p><input placeholder="请输入验证码" maxlength="6">`},
	{name: "ZIP in the profile of two-factor", html: `<h1>Two-factor authentication</h1><p>To change it, confirm your address.</p><label>ZIP <input name="z" inputmode="numeric"></label>`},
}
