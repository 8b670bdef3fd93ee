// SPDX-License-Identifier: MIT
// The words by which a field for a one-time code is told from others, as login pages of many languages have them. Injected
// before field.js, which asks; text comes to it in lower case and NFKC.
{
  /** Of scripts that put no space between words, and of stems. @param {...string} sources */
  const any = (...sources) => new RegExp(sources.join('|').normalize('NFKC'), 'u');
  /** Of scripts that put spaces between words. */
  const letters = '\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}';
  /** Whole words only: what stands before and after is none of them. @param {...string} sources */
  const whole = (...sources) => `(?<![${letters}])(?:${sources.join('|')})(?![${letters}])`;
  const { raw } = String;

  globalThis.inkanWords = {
    /** Names a code that is used once, or the second step of a login. */
    strong: any(
      whole(raw`one[ -]?time[ -]?(pass)?(code|word|pin|token)s?`, 'otp', 'otc', raw`totp\w*`, 'hotp', raw`2[ -]?fa`, 'mfa', 'tfa', raw`(two|2|multi|second)[ -]?(factor|step)`,
        raw`authenticat(ion|or) code`, 'authcode', 'auth code', raw`otp ?code`, raw`twofactor\w*`, raw`(google )?authenticator`, raw`authentication token`),
      'ワンタイム', '認証コード', '確認コード', '認証番号', '認証キー', '(二|2)要素', '(二|2)段階', '多要素', '認証アプリ', 'トークンコード',
      '动态(密码|码|口令|验证码)', '一次性', '(双重|两步|二步|两步骤|双因素|二次)(身份)?(验证|认证)', '验证器', '身份验证码', '動態(密碼|碼)', '(雙重|兩步驟|兩步|雙因素|二階段)(驗證|認證)', '驗證器', '安全令牌',
      '인증 ?코드', '인증 ?번호', '일회용', '(2|이)단계 ?인증', '이중 ?인증', '(2|이)차 ?인증', '인증 ?앱',
      raw`einmal-?(passwort|code|kennwort|pin)`, 'authentifizierungs-?code', 'authentifizierungs-?app', '(zwei|2)-?(faktor|stufen|schritt)', 'zweistufig',
      raw`code (d['’]authentification|à usage unique|de double)`, raw`mot de passe (à usage )?unique`, raw`double[ -]authentification`, raw`(à )?deux (facteurs|étapes)`, "application d['’]authentification",
      raw`código de (autenticación|un solo uso)`, raw`(contraseña|clave) de un solo uso`, raw`(dos|doble|2) (factores|factor|pasos)`, 'autenticador',
      raw`código de (autenticação|uso único)`, raw`senha (de uso único|descartável|única)`, raw`(dois|duas|2) (fatores|etapas|passos)`,
      raw`codice (di autenticazione|monouso|temporaneo|usa e getta)`, 'password monouso', raw`(due|2) (fattori|passaggi)`, 'app di autenticazione',
      'одноразов', raw`код аутентификац`, 'двухфакторн', 'двухэтапн', 'аутентификатор',
      raw`mã (xác thực|otp|dùng một lần)`, raw`xác (thực|minh) (hai|2) (yếu tố|bước|lớp)`, 'ứng dụng xác thực',
      'รหัส(ผ่าน)?(แบบ)?(ใช้)?ครั้งเดียว', 'รหัส ?otp', 'สองขั้นตอน', 'สองปัจจัย', 'แอป(ยืนยันตัวตน|ตรวจสอบสิทธิ์)',
      raw`kode (otp|autentikasi|sekali pakai)`, 'kata sandi sekali pakai', raw`(dua|2) (faktor|langkah)`, 'aplikasi autentik',
    ),

    /** Names a code that proves who somebody is, whichever way it came. */
    middle: any(
      whole(raw`(verification|security|login|sign[ -]?in|access|validation|identity) (code|number|token)`, 'passcode', raw`verif(y|ication)code`, raw`(6|six|8|eight)[ -]?digits?( code)?`,
        'token code', 'security token', raw`verification`),
      'セキュリティ ?コード', '[6六8八] ?桁', '確認番号', '検証コード', 'パスコード', '確認用コード',
      '验证码', '驗證碼', '校验码', '安全码', '安全碼', '[6六] ?(位|個)', '确认码', '確認碼',
      '확인 ?코드', '보안 ?코드', '[6여] ?(자리|섯 ?자리)', '검증 ?코드',
      '(bestätigungs|sicherheits|verifizierungs|zugangs|anmelde|prüf)-?code', '(6|sechs)-?stellig',
      raw`code (de )?(vérification|sécurité|validation|confirmation)`, raw`(6|six) chiffres`,
      raw`código (de )?(verificación|seguridad|acceso|confirmación)`, raw`(6|seis) dígitos`,
      raw`código (de )?(verificação|segurança|acesso|confirmação)`,
      raw`codice (di )?(verifica|sicurezza|conferma|accesso)`, raw`(6|sei) cifre`,
      raw`код (подтверждения|проверки|безопасности|из приложения|доступа)`, raw`(6|шести)-?значн`,
      raw`mã (xác minh|xác nhận|bảo mật|bảo vệ)`, raw`(6|sáu) (chữ )?số`,
      'รหัส(ยืนยัน|ตรวจสอบ|ความปลอดภัย)', '6 ?หลัก',
      raw`kode (verifikasi|keamanan|konfirmasi)`, raw`(6|enam) (digit|angka)`,
    ),

    /** Names some code. */
    weak: any(whole('code', 'codes', 'token', 'pin', 'kode', 'código', 'codigo', 'codice', 'digits?'), 'コード', 'トークン', '[码碼]', '코드', raw`код(?!\p{L})`, raw`mã(?!\p{L})`, 'รหัส'),

    /** Where the code is made: on the person's own device. */
    app: any(
      raw`authenticat(or|ion)[ -]?(app|device)`, whole('authenticator', 'authy', raw`(code|token) (generator|app)`, raw`your (mobile )?app`, 'totp'),
      '認証アプリ', '認証用アプリ', '認証システム', 'オーセンティケータ', 'アプリ[にでがのを]', 'トークン(に|で|の)', '(身份)?(验证|驗證)器', '(验证|驗證|认证)(应用|應用|app)', '令牌', '(인증|otp) ?(앱|어플|생성기)',
      'authentifizierungs-?app', raw`(application|appli|app) d['’]authentification`, raw`par (l['’]|votre )(application|appli)`, raw`(aplicación|app) (de autenticación|autenticadora)`, 'autenticador', raw`(aplicativo|app) (de autenticação|autenticador)`,
      raw`app (di autenticazione|authenticator)`, raw`приложени\p{L}* (для |-)?(аутентификации|аутентификатор|google)`, 'аутентификатор', 'из приложения', 'ứng dụng xác thực', 'แอป(ยืนยันตัวตน|ตรวจสอบสิทธิ์|พลิเคชัน)', 'aplikasi (autentik|otentik)',
    ),

    /** What brought the code: a message, which no account here can make. */
    sent: any(
      whole(raw`(we|we've|we have|just|was|been|were) (just )?(sent|texted|emailed|e-mailed|mailed)`, raw`sent (it )?(to|you|by|via)`, raw`check your (e-?mail|inbox|mailbox|messages|phone for)`,
        raw`(by|via|per|par|por|tramite|melalui|qua) (sms|e-?mail|text( message)?|courriel|correo|texto|tin nhắn)`, 'texted', raw`e-?mailed`, raw`text(ed)? message`, raw`(sms|e-?mail) (code|otp|verification|token)`, raw`(code|otp) (sms|email)`, 'whatsapp', 'telegram', raw`on its way`, raw`calling you`, raw`(phone|voice) call`, raw`in your (inbox|e-?mail|mailbox|messages)`, raw`e-?mail with`,
        raw`(the|your) e-?mail we`),
      '送信(しました|済|された|いたしました)', 'お?送りしま(した|す)', '送られ', '届い', '届き', '届く', '受信した', 'メールに記載', 'メールで', 'メール(確認|認証|の)', '(sms|ショートメッセージ)(で|に|の|認証|確認)', '(sms|メール)コード', '通知された', '(電話|音声通話)で',
      '(短信|简讯|簡訊|手机|手機|邮箱|邮件|郵件|信箱|电子邮件|電子郵件)(验证码|驗證碼|校验码|动态码|中|收到|上)', '(已|我们|我們)(已)?(向|发送|發送|寄)', '发送(到|至)', '發送(到|至)', '获取验证码',
      '(문자|이메일|메일|휴대폰|휴대전화)(로| ?인증| ?메시지)', '(보냈|발송|전송했|전송된|전송되)',
      raw`(gesendet|geschickt|gesandt|zugeschickt|verschickt)`, raw`(avons|été|vient d'être|a été) (envoyé|adressé|transmis)`, raw`envoyé[es]* (à|par|sur)`, raw`(hemos|ha sido|se ha|te|le) envia(do|mos)`, raw`envia(do|mos|mos) (a|por|un)`,
      raw`(enviamos|foi enviado|enviado (para|por))`, raw`(abbiamo|è stato) (inviato|spedito)`, raw`inviato (a|per|via|al)`, raw`(отправ(или|лен)|выслали|выслан|пришл|смс|из письма|на (почту|номер|телефон))`,
      raw`(đã|vừa) (được )?gửi`, 'tin nhắn', '(ได้)?ส่ง(รหัส|ไป|ถึง|ทาง)', raw`(telah|sudah|kami) (dikirim|mengirim|kirim)`, raw`dikirim(kan)? (ke|melalui|lewat)`,
    ),

    /** Names something else. Never filled, whatever else is said. */
    never: any(
      whole(raw`(post|postal|zip|pin)[ -]?code( \/ zip)?`, 'zip', 'postcode', 'postalcode', 'zipcode', 'plz', 'cep', 'eircode', raw`code postal`, raw`c[oó]digo postal`, raw`codice postale`, 'cap', raw`kode ?pos`, raw`mã bưu (chính|điện)`),
      '郵便', '〒', '邮编', '邮政编码', '郵遞區號', '우편', 'postleitzahl', 'индекс', 'รหัสไปรษณีย์',
      raw`promo(tion)?`, 'coupon', 'discount', 'voucher', whole(raw`gift`, raw`redeem`, raw`referrer`, 'offer code'), 'referral', 'invit', 'クーポン', 'プロモ', '割引', '招待', 'ギフト', '紹介', 'キャンペーン', '优惠', '折扣', '邀请', '優惠', '折扣', '邀請', '兑换', '兌換', '쿠폰', '할인', '초대', '추천',
      'gutschein', 'rabatt', 'einladung', 'remise', 'parrainage', 'cadeau', 'cupón', 'descuento', 'cupom', 'desconto', 'convite', 'buono', 'sconto', 'промокод', 'купон', 'скидк', 'приглаш', 'giảm giá', 'khuyến mãi', 'giới thiệu', 'คูปอง', 'ส่วนลด', 'kupon', 'diskon', 'undangan',
      whole('cvc2?', 'cvv2?', 'csc', 'cid', 'cc csc', raw`card`, raw`kreditkarte\w*`, 'carte', 'tarjeta', 'cartão', 'carta', 'kartu'), 'カード', '卡号', '卡號', '卡片', '카드', 'karten', 'карт', 'บัตร',
      whole(raw`(phone|mobile|cell|telephone|tel)( phone)?( number| no)?( optional)?$`, raw`phone ?number`, raw`mobile ?number`, raw`(country|area|dial|dialing|calling) code`), '電話番号', '携帯番号', '国番号', '市外局番', '手机号', '手機號', '전화번호', '휴대폰 ?번호', 'telefonnummer', 'vorwahl', 'numéro de téléphone', 'número de tel', 'numero di telefono', 'номер телефона', 'số điện thoại', 'หมายเลขโทรศัพท์', 'เบอร์โทร', 'nomor (telepon|hp)',
      'captcha', whole(raw`(characters|letters|text|digits|numbers|code) ((that )?you see|above|(shown |displayed )?(in|on) (the|this) (image|picture))`, raw`not a robot`), '画像認証', '画像に', '画像の', '表示されている文字', '図形', '图形', '图片', '圖形', '圖片', '보안 ?문자', '자동 ?(입력|등록)', 'bild gezeigt', "l['’]image", 'imagen', 'imagem', 'immagine', 'картин', 'hình ảnh', 'ภาพ', 'gambar',
      whole('search', 'q', 'query', 'buscar', 'cerca', 'cari', 'suche', 'recherche'), '検索', '搜索', '搜尋', '검색', 'поиск', 'tìm kiếm', 'ค้นหา',
      raw`(^|\| )user( \||$)`, whole(raw`user ?(name|id|login)`, 'login ?(name|id)', raw`account (number|id|name)`, raw`customer (number|id|no)`, raw`member(ship)? (number|id|no)`, raw`employee (number|id|no)`, raw`(first|last|full|given|family|company|device|display|nick) ?name`, raw`order (number|id|no)`, raw`booking (code|reference|number)`,
        raw`tracking (number|code|id)`, raw`reference (number|code)`, raw`(serial|part|model|product|item|license|licence|registration|activation) (number|key|code|no)`, 'sku', 'quantity', 'qty', 'amount', 'price', raw`birth ?(day|date)?`, 'dob', 'year', 'month', 'address', 'city', 'iban', 'bic', 'swift', 'sort code', raw`(bank|branch|routing|tax|vat|currency|language|colou?r|hex|error|source|html|embed|airport|dress|bar|qr|class|course|room|game|join|team|meeting|event|group) ?(code|number|no|id)`, 'codice fiscale', 'extension', 'ext'),
      'e-?mail(?! or)', 'メールアドレス', '邮箱', '郵箱', '信箱', '이메일', 'correo', 'courriel', 'почт', 'อีเมล',
      '氏名', '名前', '暗証番号', 'お客様番号', '生年月日', '住所', '社員番号', '会員番号', '顧客番号', '注文番号', '予約番号', '追跡番号', '製品(番号|コード)', '商品コード', '支店', '銀行', '口座', '金額', '数量', '电话号码', '用户名', '用戶名', '订单', '訂單', '아이디', '주문', '계좌', 'benutzername', 'kundennummer', 'bestellnummer', 'kontonummer', 'nom d.utilisateur', 'usuario', 'usuário', 'utente', 'логин', 'имя', 'заказ',
    ),

    /** Says that somebody is about to show who they are. */
    step: any(
      whole(raw`verif(y|ication|ying)`, raw`(log|sign)[ -]?(in|on)`, 'authenticate', 'authentication', raw`security check`, 'identity', 'vérification', 'verificación', 'verificação', raw`verifica`, 'verifikasi', raw`(v|in)loggen`),
      'ログイン', 'ログオン', 'サインイン', '認証', '本人確認', '登录', '登錄', '登入', '验证', '驗證', '认证', '로그인', '인증', 'anmeld', 'überprüf', 'bestätig', 'connexion', 'identification', raw`iniciar sesión`, 'acceso', 'entrar', 'acced', 'accesso', 'вход', 'войти', 'проверк', 'đăng nhập', 'xác minh', 'เข้าสู่ระบบ', 'ยืนยันตัวตน', 'masuk',
    ),

    /** Names a code of some kind; which kinds are of a login, the words above know. */
    kind: any(
      raw`(?<!\p{L})(?!(?:the|your|this|that|a|an|enter|type|digits?|current|new|following|and|or|with|by|le|votre|den|der|dein|ihr|il)(?!\p{L}))\p{L}+ (code|token)(?!\p{L})`, raw`\p{L}code(?!\p{L})`,
      raw`[\p{Script=Han}\p{Script=Katakana}ー](コード|番号)`, raw`\p{Script=Hangul} ?코드`,
    ),

    /** Names what else is asked for in digits, where nothing says that it is used once. */
    pin: any(whole('pin')),

    /** Names a code kept for the day the device is lost. */
    spare: any(
      whole(raw`(recovery|backup|back[ -]up|emergency|rescue|scratch|reset)( (code|key|token)s?)?`, 'recoverycode', 'backupcode'), 'リカバリー?', 'バックアップ', '回復', '復旧', '緊急', '再設定', '备用', '恢复', '備用', '復原', '備援', '恢復', '백업', '복구', '비상',
      'wiederherstell', 'ersatz', 'notfall', 'secours', 'récupération', 'recuperación', 'respaldo', 'recuperação', 'recupero', 'emergenza', 'резервн', 'восстановл', 'khôi phục', 'dự phòng', 'กู้คืน', 'สำรอง', 'pemulihan', 'cadangan',
    ),

    /** An alternative that a field takes as well: what follows says nothing about what it is for. */
    other: any(raw`[(（]?(?<![\p{L}])(or|oder|ou|o|u|или|hoặc|atau)(?![\p{L}])[^.。]*`, '(または|もしくは|又は|あるいは|或|或者|또는|หรือ)[^.。]*'),
  };
}
